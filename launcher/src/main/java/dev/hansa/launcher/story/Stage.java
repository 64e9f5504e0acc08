package dev.hansa.launcher.story;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Issuing;
import dev.hansa.launcher.acts.Market;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.acts.Organisation;
import dev.hansa.launcher.acts.Refusal;
import dev.hansa.launcher.acts.Wallets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What every scene needs: the network, the voice, and what the cast can do.
record Stage(Network network, Narrator narrator, Wallets wallets, Market market, Issuing issuing) {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  static Stage of(Network network, Narrator narrator) {
    return new Stage(
        network, narrator, new Wallets(network), new Market(network), new Issuing(network));
  }

  Organisation organisation(CastMember.Org org) {
    return network.organisations().require(org.name());
  }

  /// The refusal that the story tells of, by this rule.
  static Refusal refusedBy(String rule, Callable<?> act) throws Exception {
    try {
      var _ = act.call();
    } catch (Refusal refusal) {
      if (refusal.rules().contains(rule)) {
        return refusal;
      }
      throw new Stop(
          ExitCode.REFUSED,
          "it should have been refused by " + rule + ", and was by " + refusal.rules(),
          refusal);
    }
    throw new Stop(ExitCode.REFUSED, "it should have been refused by " + rule);
  }

  /// The refusal by this rule that must come in this time; the act may still be allowed before.
  static Refusal refusedWithin(Duration patience, String rule, Callable<?> act) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        var _ = act.call();
      } catch (Refusal refusal) {
        if (refusal.rules().contains(rule)) {
          return refusal;
        }
        throw new Stop(
            ExitCode.REFUSED,
            "it should have been refused by " + rule + ", and was by " + refusal.rules(),
            refusal);
      }
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        throw new Stop(
            ExitCode.REFUSED,
            "it should have been refused by " + rule + " within " + patience.toSeconds() + " s");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new Stop(ExitCode.REFUSED, what);
    }
  }

  /// A receipt's name, short enough for a line.
  static String brief(String id) {
    return id.length() <= 10 ? id : id.substring(0, 10) + "…";
  }
}
