package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The payloads of our own request types, for [RequestBuilder#payload].
public final class Payloads {
  private Payloads() {}

  public static ObjectNode credentialType(
      Vct vct,
      Bytes schemaHash,
      Bytes presentationSchemaHash,
      Bytes typeMetadataHash,
      CredentialType.IssuedBy issuedBy) {
    return Json.newObject()
        .put("vct", vct.value())
        .put("schemaHash", schemaHash.toBase64Url())
        .put("presentationSchemaHash", presentationSchemaHash.toBase64Url())
        .put("typeMetadataHash", typeMetadataHash.toBase64Url())
        .put("issuedBy", issuedBy.name().toLowerCase(Locale.ROOT));
  }

  /// Accredits from `validFrom` until before `validUntil`; no territories means everywhere.
  public static ObjectNode accreditation(
      Did issuer,
      Vct vct,
      List<String> territories,
      Instant validFrom,
      Instant validUntil,
      Duration validityMax,
      boolean delegable) {
    var json = Json.newObject().put("issuer", issuer.toString()).put("vct", vct.value());
    var array = json.putArray("territories");
    territories.forEach(array::add);
    return json.put("validFrom", validFrom.toString())
        .put("validUntil", validUntil.toString())
        .put("validityMaxSeconds", validityMax.toSeconds())
        .put("delegable", delegable);
  }

  /// The same, with the X.509 certificates (DER) in which the issuer's chains end.
  public static ObjectNode withAnchors(ObjectNode accreditation, List<Bytes> anchors) {
    var json = accreditation.deepCopy();
    var array = json.putArray("anchors");
    anchors.forEach(anchor -> array.add(anchor.toBase64Url()));
    return json;
  }

  /// Takes an issuer's accreditations for a type back. Reason: `ended` or `compromised`.
  public static ObjectNode withdrawal(Did issuer, Vct vct, String reason, Instant since) {
    var json = Json.newObject().put("issuer", issuer.toString()).put("vct", vct.value());
    json.putObject("withdraw").put("reason", reason).put("since", since.toString());
    return json;
  }

  /// From `height` on, this version of the rules counts.
  public static ObjectNode upgrade(RulesSchedule.Upgrade upgrade) {
    return Json.newObject().put("version", upgrade.version()).put("height", upgrade.height());
  }

  /// Takes an upgrade back before its height.
  public static ObjectNode cancel(RulesSchedule.Upgrade upgrade) {
    return upgrade(upgrade).put("cancel", true);
  }

  /// How much may be written from the next block on.
  public static ObjectNode limits(Limits limits) {
    return limits.toJson();
  }

  public static ObjectNode anchor(String log, long treeSize, Bytes rootHash) {
    return Json.newObject()
        .put("log", log)
        .put("treeSize", treeSize)
        .put("rootHash", rootHash.toBase64Url());
  }

  public static ObjectNode agreement(
      String agreementId,
      Bytes termsHash,
      Did provider,
      Did customer,
      List<Did> reporters,
      Optional<Did> arbiter,
      Instant validFrom,
      Instant validUntil,
      List<Bytes> receipts) {
    var json =
        Json.newObject()
            .put("agreementId", agreementId)
            .put("termsHash", termsHash.toBase64Url())
            .put("provider", provider.toString())
            .put("customer", customer.toString());
    var reporterArray = json.putArray("reporters");
    reporters.forEach(reporter -> reporterArray.add(reporter.toString()));
    arbiter.ifPresent(did -> json.put("arbiter", did.toString()));
    json.put("validFrom", validFrom.toString()).put("validUntil", validUntil.toString());
    var receiptArray = json.putArray("receipts");
    receipts.forEach(receipt -> receiptArray.add(receipt.toBase64Url()));
    return json;
  }
}
