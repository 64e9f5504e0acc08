package dev.hansa.launcher.cli;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Consortium;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Limits;
import dev.hansa.ledgerprotocol.RulesSchedule;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Drafts about the ledger itself: its rules' version, and how much may be written.
final class LedgerDrafts {
  private LedgerDrafts() {}

  @Command(
      name = "upgrade",
      description = {
        "Plan which version of the rules counts from which height on, or cancel that before it.",
        "Every node is asked first whether its program has the version: one that lacks it stops."
      })
  static final class DraftUpgrade extends GovernanceCommand.Drafting {
    @Parameters(index = "0", paramLabel = "VERSION", description = "The rules' version.")
    long version;

    @Parameters(
        index = "1",
        paramLabel = "HEIGHT",
        description = "From which block on it counts, at least 10 after the request's own.")
    long height;

    @Option(names = "--cancel", description = "Cancel the upgrade that is planned so.")
    boolean cancel;

    @Option(
        names = "--anyway",
        description = "Draft it though programs lack the version: roll them out before HEIGHT.")
    boolean anyway;

    @Override
    IndyRequest draft(Consortium consortium) {
      var by = consortium.organisations().require(author).did();
      var upgrade = new RulesSchedule.Upgrade(version, height);
      return cancel
          ? consortium.draftCancel(by, upgrade)
          : consortium.draftUpgrade(by, upgrade, anyway);
    }
  }

  @Command(
      name = "limits",
      description = {
        "Change how much may be written, from the next block on.",
        "What is not named stays as ./hansa governance list says."
      })
  static final class DraftLimits extends GovernanceCommand.Drafting {
    @Option(
        names = "--request-bytes",
        paramLabel = "BYTES",
        description = "How long a request may be, 32768 to 131072.")
    Optional<Integer> requestBytes = Optional.empty();

    @Option(
        names = "--writes",
        paramLabel = "N",
        description = "What one DID may write to one sub-ledger in a window; 0 for any number.")
    Optional<Long> writes = Optional.empty();

    @Option(
        names = "--window",
        paramLabel = "SECONDS",
        description = "How long a window is, 1 to 86400, in the ledger's time.")
    Optional<Long> window = Optional.empty();

    @Override
    IndyRequest draft(Consortium consortium) {
      var now = consortium.limits();
      try {
        return consortium.draftLimits(
            consortium.organisations().require(author).did(),
            new Limits(
                requestBytes.orElse(now.requestBytes()),
                writes.orElse(now.writes()),
                window.orElse(now.windowSeconds())));
      } catch (IllegalArgumentException e) {
        throw new Stop(ExitCode.USAGE, "These limits cannot be: " + e.getMessage() + ".", e);
      }
    }
  }
}
