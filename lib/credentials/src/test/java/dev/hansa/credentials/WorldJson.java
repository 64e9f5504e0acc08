package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidDocument;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The world of the vectors as JSON: `world.json`, and in a vector what differs from it.
final class WorldJson {
  private WorldJson() {}

  static ObjectNode write(World world) {
    var json = Json.newObject();
    var documents = json.putObject("didDocuments");
    byText(world)
        .forEach((did, versions) -> {
          var list = documents.putArray(did);
          for (var version : versions) {
            list.addObject()
                .put("since", version.since().toString())
                .set("document", version.document().toJson());
          }
        });
    var deactivated = json.putArray("deactivated");
    world.deactivated.forEach(did -> deactivated.add(did.toString()));
    var types = json.putObject("credentialTypes");
    new TreeMap<>(world.types)
        .forEach((vct, type) ->
            types
                .putObject(vct.value())
                .put("schemaHash", type.schemaHash().toBase64Url())
                .put("presentationSchemaHash", type.presentationSchemaHash().toBase64Url())
                .put("typeMetadataHash", type.typeMetadataHash().toBase64Url())
                .put("issuedBy", type.issuedBy().name()));
    var accreditations = json.putArray("accreditations");
    for (var each : world.accreditations) {
      var entry =
          accreditations
              .addObject()
              .put("issuer", each.issuer().toString())
              .put("vct", each.type().value())
              .put("validFrom", each.validFrom().toString())
              .put("validUntil", each.validUntil().toString())
              .put("validityMaxSeconds", each.validityMax().toSeconds());
      each.withdrawal()
          .ifPresent(withdrawal ->
              entry.put("withdrawn", withdrawal.reason().name().toLowerCase(Locale.ROOT)));
      if (!each.anchors().isEmpty()) {
        var anchors = entry.putArray("anchors");
        each.anchors().forEach(anchor -> anchors.add(anchor.toBase64Url()));
      }
    }
    var lists = json.putObject("statusLists");
    new TreeMap<>(world.lists).forEach((uri, token) -> lists.put(uri.toString(), token));
    return json;
  }

  private static SortedMap<String, List<World.Version>> byText(World world) {
    var found = new TreeMap<String, List<World.Version>>();
    world.documents.forEach((did, versions) -> found.put(did.toString(), versions));
    return found;
  }

  static World read(ObjectNode json) {
    var world = new World();
    world.documents.clear();
    world.types.clear();
    world.accreditations.clear();
    world.lists.clear();
    for (var entry : json.path("didDocuments").properties()) {
      var versions = new ArrayList<World.Version>();
      for (var version : entry.getValue()) {
        versions.add(
            new World.Version(
                Instant.parse(version.path("since").asText()),
                DidDocument.parse(Json.object(version, "document"))));
      }
      world.documents.put(Did.parse(entry.getKey()), versions);
    }
    json.path("deactivated").forEach(did -> world.deactivated.add(Did.parse(did.asText())));
    for (var entry : json.path("credentialTypes").properties()) {
      var vct = Vct.parse(entry.getKey());
      var type = entry.getValue();
      world.types.put(
          vct,
          new CredentialType(
              vct,
              hash(type, "schemaHash"),
              hash(type, "presentationSchemaHash"),
              hash(type, "typeMetadataHash"),
              CredentialType.IssuedBy.valueOf(type.path("issuedBy").asText()),
              7));
    }
    json.path("accreditations").forEach(each -> world.accreditations.add(accreditation(each)));
    for (var entry : json.path("statusLists").properties()) {
      world.lists.put(URI.create(entry.getKey()), entry.getValue().asText());
    }
    return world;
  }

  private static Accreditation accreditation(JsonNode json) {
    var issuer = Did.parse(json.path("issuer").asText());
    var from = Instant.parse(json.path("validFrom").asText());
    return new Accreditation(
        issuer,
        Vct.parse(json.path("vct").asText()),
        List.of(),
        from,
        Instant.parse(json.path("validUntil").asText()),
        Duration.ofSeconds(json.path("validityMaxSeconds").asLong()),
        false,
        issuer,
        9,
        json.has("withdrawn")
            ? Optional.of(
                new Accreditation.Withdrawal(
                    Accreditation.Withdrawal.Reason.valueOf(
                        json.path("withdrawn").asText().toUpperCase(Locale.ROOT)),
                    from,
                    from))
            : Optional.empty(),
        anchors(json));
  }

  private static List<Bytes> anchors(JsonNode json) {
    var anchors = new ArrayList<Bytes>();
    json.path("anchors").forEach(anchor -> anchors.add(Bytes.fromBase64Url(anchor.asText())));
    return anchors;
  }

  private static Bytes hash(JsonNode json, String member) {
    return Bytes.fromBase64Url(json.path(member).asText());
  }
}
