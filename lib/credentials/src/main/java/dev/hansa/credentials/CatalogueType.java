package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType.IssuedBy;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A credential type of Hansa's catalogue, with its documents. Their hashes are what the ledger
/// holds of the type.
public final class CatalogueType {
  private final Vct vct;
  private final String name;
  private final ObjectNode schema;
  private final ObjectNode presentationSchema;
  private final ObjectNode typeMetadata;
  private final Bytes schemaHash;
  private final Bytes presentationSchemaHash;
  private final Bytes typeMetadataHash;
  private final SelectiveDisclosure selectiveDisclosure;
  private final JsonSchema issuance;
  private final JsonSchema presentation;

  CatalogueType(
      String name, ObjectNode schema, ObjectNode presentationSchema, ObjectNode typeMetadata) {
    this.vct = Vct.hansa(name);
    this.name = name;
    this.schema = schema;
    this.presentationSchema = presentationSchema;
    this.typeMetadata = typeMetadata;
    this.schemaHash = Json.hash(schema);
    this.presentationSchemaHash = Json.hash(presentationSchema);
    this.typeMetadataHash = Json.hash(typeMetadata);
    this.issuance = new JsonSchema(schema);
    this.presentation = new JsonSchema(presentationSchema);
    var paths = new ArrayList<ClaimPath>();
    for (var claim : typeMetadata.path("claims")) {
      if (claim.path("sd").asText().equals("always")) {
        paths.add(ClaimPath.parse(claim.path("path")));
      }
    }
    this.selectiveDisclosure = new SelectiveDisclosure(paths);
  }

  public Vct vct() {
    return vct;
  }

  /// The short name, such as `participant`.
  public String name() {
    return name;
  }

  public ObjectNode schema() {
    return schema.deepCopy();
  }

  public ObjectNode presentationSchema() {
    return presentationSchema.deepCopy();
  }

  public ObjectNode typeMetadata() {
    return typeMetadata.deepCopy();
  }

  public Bytes schemaHash() {
    return schemaHash;
  }

  public Bytes presentationSchemaHash() {
    return presentationSchemaHash;
  }

  public Bytes typeMetadataHash() {
    return typeMetadataHash;
  }

  public SelectiveDisclosure selectiveDisclosure() {
    return selectiveDisclosure;
  }

  /// A mandate is issued by the organisation that gives it; everything else by the accredited.
  public IssuedBy issuedBy() {
    return name.equals("mandate") ? IssuedBy.MANDATOR : IssuedBy.ACCREDITED;
  }

  /// True if a credential of this type is bound to a holder's key.
  public boolean holderBound() {
    for (var required : schema.path("required")) {
      if (required.asText().equals("cnf")) {
        return true;
      }
    }
    return false;
  }

  List<JsonSchema.Breach> checkIssued(ObjectNode claims) {
    return issuance.check(claims);
  }

  /// Whether one of these hashes (`sha256-` and base64) is that of the type metadata as they are
  /// served: their RFC 8785 form.
  boolean hasIntegrity(String integrity) {
    var expected = "sha256-" + Base64.getEncoder().encodeToString(typeMetadataHash.toArray());
    return Arrays.asList(integrity.split(" ", 16)).contains(expected);
  }

  List<JsonSchema.Breach> checkPresented(ObjectNode claims) {
    return presentation.check(claims);
  }
}
