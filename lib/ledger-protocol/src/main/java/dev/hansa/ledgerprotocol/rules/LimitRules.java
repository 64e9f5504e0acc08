package dev.hansa.ledgerprotocol.rules;

import dev.hansa.ledgerprotocol.Keys;
import dev.hansa.ledgerprotocol.Limits;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.StateJson;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How much may be written, by whom, in which time. What counts is what stood when the block began,
/// so that one block knows one set of limits. Nobody is exempt, no role either.
final class LimitRules {
  private LimitRules() {}

  /// LIMITS: changes them, from the next block on.
  static Applied change(
      State state, Context context, Signers signers, Operation.WriteLimits write) {
    var refused =
        AuthRules.refusal(
            context.authRules().edit(PayloadType.LIMITS.code(), "*", "*", "*"), signers, false);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (Limits.read(state.get(SubLedger.CONFIG, Keys.LIMITS)).equals(write.limits())) {
      return new Applied.Refused("nothing-to-change", "The limits are as the request wants them.");
    }
    return new Applied.Accepted(
        SubLedger.CONFIG,
        Optional.empty(),
        List.of(
            new Applied.Change(
                SubLedger.CONFIG, Keys.LIMITS, StateJson.write(write.limits().toJson()))));
  }

  /// What the rules accepted, counted, or refused where it is too much.
  static Applied within(State state, Context context, Signers signers, Applied.Accepted accepted) {
    var limits = context.limits();
    if (accepted.ledger() == SubLedger.CONFIG) {
      return accepted;
    }
    if (!limits.isLengthFree() && context.length().getAsInt() > limits.requestBytes()) {
      return new Applied.Refused("too-long", limits.tooLong());
    }
    if (!limits.hasQuota()) {
      return accepted;
    }
    // Whose role lets the request in answers for it: new DIDs are made without end.
    var key = Keys.quota(signers.endorser().orElse(signers.author()));
    var used = Limits.Used.read(state.get(accepted.ledger(), key), limits.windowOf(context.time()));
    if (used.writes() >= limits.writes()) {
      return new Applied.Refused("quota-used", limits.quotaUsed(context.time()));
    }
    var changes = new ArrayList<>(accepted.changes());
    changes.add(new Applied.Change(accepted.ledger(), key, used.oneMore().stateValue()));
    return new Applied.Accepted(accepted.ledger(), accepted.txnId(), changes);
  }
}
