package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.run.HouseService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/// What an issuer does: have a place in the issuer service, offer credentials, take them back.
public final class Issuing {
  private final Network network;

  public Issuing(Network network) {
    this.network = network;
  }

  /// An offer that a wallet takes up; `txCode` goes to the holder by another way than the offer.
  public record Offer(String id, String uri, Optional<String> txCode, ObjectNode answer) {}

  /// Gives an organisation of this folder its place (tenant) in the issuer service.
  public void open(Organisation issuer) {
    var own =
        network
            .folder()
            .service(HouseService.ISSUER.serviceName())
            .resolve("issuer.tenants")
            .resolve(issuer.name());
    try {
      if (!Files.isDirectory(own)) {
        Files.createDirectories(
            own,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, own + " cannot be made.", e);
    }
    var file = own.resolve("tenant.json");
    DataFolder.writeWhole(
        file,
        // What its operator wrote there besides, such as a policy, stays.
        existing(file)
            .put("did", issuer.did().toString())
            .put("displayName", issuer.displayName())
            .put("keys", issuer.folder().toString())
            .toPrettyString());
  }

  private static ObjectNode existing(Path file) {
    try {
      return Files.exists(file)
          ? Json.parseObject(Files.readString(file, StandardCharsets.UTF_8))
          : Json.newObject();
    } catch (IOException | MalformedInput e) {
      throw new Stop(ExitCode.FOLDER, file + " cannot be read.", e);
    }
  }

  /// What an offer may have beside its claims. `holder`, a DID or who it is at a provider, must
  /// show to be it in the wallet's browser; `replaces` ends when the new one is issued.
  public record Extras(
      boolean hold, boolean byLogin, Optional<JsonNode> holder, Optional<String> replaces) {
    public static final Extras NONE = new Extras(false, false, Optional.empty(), Optional.empty());
  }

  public Offer offer(
      Organisation issuer,
      Vct type,
      ObjectNode claims,
      Optional<Duration> validity,
      boolean withTxCode) {
    return offer(issuer, type, claims, validity, withTxCode, Extras.NONE);
  }

  public Offer offer(
      Organisation issuer,
      Vct type,
      ObjectNode claims,
      Optional<Duration> validity,
      boolean withTxCode,
      Extras extras) {
    var body =
        Json.newObject()
            .put("requestId", Ids.next(network.random()))
            .put("vct", type.value())
            .put("txCode", withTxCode);
    body.set("claims", claims);
    validity.ifPresent(v -> body.put("validity", v.toString()));
    if (extras.hold()) {
      body.put("hold", true);
    }
    if (extras.byLogin()) {
      body.put("grant", "authorization_code");
    }
    extras.holder().ifPresent(holder -> body.set("holder", holder));
    extras.replaces().ifPresent(id -> body.put("replaces", id));
    var answer =
        network
            .calls()
            .postAs(issuer, network.url(HouseService.ISSUER), path(issuer, "/issuances"), body)
            .orRefusal();
    return new Offer(
        Json.text(answer, "id", 200),
        Json.text(answer, "offerUri", 4096),
        answer.path("txCode").isTextual()
            ? Optional.of(answer.path("txCode").textValue())
            : Optional.empty(),
        answer);
  }

  /// Issues without a wallet, for types that no holder proves: readings and reports.
  public String issue(Organisation issuer, Vct type, ObjectNode claims) {
    var body =
        Json.newObject().put("requestId", Ids.next(network.random())).put("vct", type.value());
    body.set("claims", claims);
    return Json.text(
        network
            .calls()
            .postAs(issuer, network.url(HouseService.ISSUER), path(issuer, "/credentials"), body)
            .orRefusal(),
        "credential",
        Json.LENGTH_MAX);
  }

  /// Which issuances: of a type, in a state, made at or after `from` and before `before`.
  public record Which(
      Optional<Vct> type, Optional<String> state, Optional<String> from, Optional<String> before) {}

  public ObjectNode list(Organisation issuer, Which which) {
    var query = new StringBuilder();
    var type = which.type();
    var state = which.state();
    which.from().ifPresent(instant -> query.append("&from=").append(instant));
    which.before().ifPresent(instant -> query.append("&before=").append(instant));
    type.ifPresent(vct -> query.append("&vct=").append(vct.value()));
    state.ifPresent(s -> query.append("&state=").append(s));
    return Parts.all(
        "issuances",
        part ->
            network
                .calls()
                .getAs(
                    issuer,
                    network.url(HouseService.ISSUER),
                    path(issuer, "/issuances?") + part + query)
                .orRefusal());
  }

  public ObjectNode find(Organisation issuer, String issuance) {
    return network
        .calls()
        .getAs(issuer, network.url(HouseService.ISSUER), path(issuer, "/issuances/" + issuance))
        .orRefusal();
  }

  /// Lets a held issuance of an issuer go on, in the name of the issuer or of its approver.
  public ObjectNode release(Organisation issuer, Organisation by, String issuance) {
    return network
        .calls()
        .postAs(
            by,
            network.url(HouseService.ISSUER),
            path(issuer, "/issuances/" + issuance + "/release"),
            Json.newObject())
        .orRefusal();
  }

  public ObjectNode setStatus(Organisation issuer, String issuance, String status) {
    return network
        .calls()
        .postAs(
            issuer,
            network.url(HouseService.ISSUER),
            path(issuer, "/issuances/" + issuance + "/status"),
            Json.newObject().put("status", status))
        .orRefusal();
  }

  /// `step` is revoke, suspend, reactivate or unlock.
  public ObjectNode change(Organisation issuer, String issuance, String step) {
    return network
        .calls()
        .postAs(
            issuer,
            network.url(HouseService.ISSUER),
            path(issuer, "/issuances/" + issuance + "/" + step),
            Json.newObject())
        .orRefusal();
  }

  private static String path(Organisation issuer, String rest) {
    return "/" + issuer.name() + rest;
  }
}
