package dev.hansa.ledgerprotocol.rules;

import dev.hansa.ledgerprotocol.Keys;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.RulesSchedule;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.List;
import java.util.Optional;

/// Plans which version of the rules counts from which height on, and cancels a plan before its
/// height. Whether a node's program has the version is no question here: all nodes answer alike.
final class UpgradeRules {
  /// A plan is known for at least so many blocks before it counts.
  static final long NOTICE_BLOCKS_MIN = 10;

  static final String CANCEL = "cancel";

  private UpgradeRules() {}

  static Applied plan(
      State state, Context context, Signers signers, Operation.PlanUpgrade planned) {
    var refused =
        AuthRules.refusal(
            context.authRules().add(PayloadType.RULES_UPGRADE.code(), "*", "*"), signers, false);
    if (refused.isPresent()) {
      return refused.get();
    }
    var schedule = schedule(state);
    if (schedule.pendingAt(context.height()).isPresent()) {
      return new Applied.Refused(
          "upgrade-planned", "One upgrade is planned at a time; cancel the other first.");
    }
    long now = schedule.at(context.height());
    var upgrade = planned.upgrade();
    if (upgrade.version() <= now) {
      return new Applied.Refused(
          "version-not-newer", "An upgrade names a version above the one that counts.");
    }
    if (upgrade.height() < context.height() + NOTICE_BLOCKS_MIN) {
      return new Applied.Refused(
          "upgrade-too-soon",
          "An upgrade counts " + NOTICE_BLOCKS_MIN + " blocks after its own, or later.");
    }
    return written(new RulesSchedule(now, Optional.of(upgrade)));
  }

  static Applied cancel(
      State state, Context context, Signers signers, Operation.CancelUpgrade cancelled) {
    var refused =
        AuthRules.refusal(
            context.authRules().edit(PayloadType.RULES_UPGRADE.code(), CANCEL, "*", "*"),
            signers,
            false);
    if (refused.isPresent()) {
      return refused.get();
    }
    var schedule = schedule(state);
    if (!schedule.pendingAt(context.height()).equals(Optional.of(cancelled.upgrade()))) {
      return new Applied.Refused(
          "no-such-upgrade",
          "An upgrade is cancelled before its height, by its version and height.");
    }
    return written(new RulesSchedule(schedule.version(), Optional.empty()));
  }

  private static RulesSchedule schedule(State state) {
    return RulesSchedule.read(state.get(SubLedger.CONFIG, Keys.RULES_UPGRADE));
  }

  private static Applied written(RulesSchedule schedule) {
    return new Applied.Accepted(
        SubLedger.CONFIG,
        Optional.empty(),
        List.of(new Applied.Change(SubLedger.CONFIG, Keys.RULES_UPGRADE, schedule.stateValue())));
  }
}
