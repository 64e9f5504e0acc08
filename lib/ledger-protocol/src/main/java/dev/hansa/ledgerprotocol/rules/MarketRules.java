package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.Keys;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.ShortDid;
import dev.hansa.ledgerprotocol.StateJson;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.List;
import java.util.Optional;

/// Anchors of logs that others keep, and agreements.
final class MarketRules {
  private MarketRules() {}

  static Applied anchor(
      State state, Context context, Signers signers, Operation.WriteAnchor anchor) {
    var refused =
        AuthRules.refusal(
            context.authRules().add(PayloadType.ANCHOR.code(), "*", "*"), signers, false);
    if (refused.isPresent()) {
      return refused.get();
    }
    var author = DidIndy.of(context.network(), signers.author());
    var key = Keys.anchor(author, anchor.log());
    var there = state.get(SubLedger.MARKET, key);
    if (there.isPresent()) {
      var json = StateJson.read(there.get());
      long size = Json.integer(json, "treeSize", 0, Json.INTEGER_MAX);
      if (anchor.treeSize() < size) {
        return new Applied.Refused("anchor-shrinks", "A log never gets shorter.");
      }
      if (anchor.treeSize() == size
          && !Json.text(json, "rootHash", 43).equals(anchor.rootHash().toBase64Url())) {
        return new Applied.Refused(
            "anchor-contradicts", "A log of the same size has the same root.");
      }
    }
    var value =
        Json.newObject()
            .put("author", author.toString())
            .put("log", anchor.log())
            .put("treeSize", anchor.treeSize())
            .put("rootHash", anchor.rootHash().toBase64Url());
    return accepted(context, key, value);
  }

  static Applied agreement(
      State state, Context context, Signers signers, Operation.WriteAgreement agreement) {
    var refused =
        AuthRules.refusal(
            context.authRules().add(PayloadType.AGREEMENT.code(), "*", "*"), signers, false);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (agreement.provider().equals(agreement.customer())) {
      return new Applied.Refused(
          "agreement-with-itself", "The provider and the customer are two organisations.");
    }
    if (Rules.active(state, context, agreement.provider()).isEmpty()) {
      return Rules.unknownDid("provider");
    }
    if (Rules.active(state, context, agreement.customer()).isEmpty()) {
      return Rules.unknownDid("customer");
    }
    for (var other : agreement.others()) {
      if (Rules.active(state, context, other).isEmpty()) {
        return Rules.unknownDid("reporter or arbiter");
      }
    }
    if (!signers.signed(ShortDid.of(agreement.provider()))
        || !signers.signed(ShortDid.of(agreement.customer()))) {
      return new Applied.Refused(
          "parties-must-sign", "The provider and the customer both sign an agreement.");
    }
    var key = Keys.agreement(agreement.agreementId());
    if (state.get(SubLedger.MARKET, key).isPresent()) {
      return new Applied.Refused("agreement-exists", "An agreement is written once.");
    }
    return accepted(context, key, agreement.terms().deepCopy());
  }

  private static Applied accepted(Context context, Bytes key, ObjectNode value) {
    value.put("seqNo", context.numbers().next(SubLedger.MARKET));
    value.put("txnTime", context.time().getEpochSecond());
    return new Applied.Accepted(
        SubLedger.MARKET,
        Optional.of(key.toUtf8()),
        List.of(new Applied.Change(SubLedger.MARKET, key, StateJson.write(value))));
  }
}
