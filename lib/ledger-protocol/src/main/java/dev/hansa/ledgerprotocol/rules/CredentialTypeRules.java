package dev.hansa.ledgerprotocol.rules;

import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.Keys;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.StateJson;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.List;
import java.util.Optional;

/// A credential type is written once and never changes; a new meaning is a new name.
final class CredentialTypeRules {
  private CredentialTypeRules() {}

  static Applied apply(
      State state, Context context, Signers signers, Operation.WriteCredentialType type) {
    var refused =
        AuthRules.refusal(
            context.authRules().add(PayloadType.CREDENTIAL_TYPE.code(), "*", "*"), signers, false);
    if (refused.isPresent()) {
      return refused.get();
    }
    var value =
        Json.newObject()
            .put("vct", type.vct().value())
            .put("schemaHash", type.schemaHash().toBase64Url())
            .put("presentationSchemaHash", type.presentationSchemaHash().toBase64Url())
            .put("typeMetadataHash", type.typeMetadataHash().toBase64Url())
            .put("issuedBy", type.issuedBy());
    var key = Keys.credentialType(type.vct());
    var there = state.get(SubLedger.DOMAIN, key);
    if (there.isPresent()) {
      var json = (com.fasterxml.jackson.databind.node.ObjectNode) StateJson.read(there.get());
      json.remove(List.of("seqNo", "txnTime"));
      return json.equals(value)
          ? new Applied.Refused(
              "credential-type-unchanged",
              "The credential type is on the ledger with this content.")
          : new Applied.Refused(
              "credential-type-immutable",
              "The credential type is on the ledger with other content, and never changes.");
    }
    value.put("seqNo", context.numbers().next(SubLedger.DOMAIN));
    value.put("txnTime", context.time().getEpochSecond());
    return new Applied.Accepted(
        SubLedger.DOMAIN,
        Optional.of(key.toUtf8()),
        List.of(new Applied.Change(SubLedger.DOMAIN, key, StateJson.write(value))));
  }
}
