package dev.hansa.launcher.acts;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.RulesSchedule;
import dev.hansa.ledgerprotocol.RulesSchedule.Upgrade;
import dev.hansa.ledgerprotocol.explain.NodeAccount.RulesAccount;
import dev.hansa.ledgerprotocol.explain.NodesAsked;
import dev.hansa.ledgerprotocol.rules.RulesVersions;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which version of the rules counts, says the ledger; which versions the nodes' programs have, say
/// the nodes.
public final class RulesUpgrades {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RulesSchedule schedule;
  private final long height;

  /// `height` is that of the last block.
  RulesUpgrades(RulesSchedule schedule, long height) {
    this.schedule = schedule;
    this.height = height;
  }

  public long height() {
    return height;
  }

  /// The version that counts for the next block.
  public long now() {
    return schedule.at(height + 1);
  }

  public Optional<Upgrade> planned() {
    return schedule.pendingAt(height + 1);
  }

  /// In words, what counts and what will, and up to which version this program has the rules.
  public List<String> inWords() {
    var lines = new ArrayList<String>();
    lines.add("Rules version " + now() + " counts, at height " + height + ".");
    planned()
        .ifPresent(upgrade ->
            lines.add(
                "Rules version "
                    + upgrade.version()
                    + " counts from height "
                    + upgrade.height()
                    + ", in "
                    + (upgrade.height() - height)
                    + " blocks."));
    lines.add("This program has up to " + RulesVersions.OURS.highest() + ".");
    return lines;
  }

  /// The nodes whose programs lack a version, or that do not say that they have it.
  static List<String> lacking(HttpClient http, List<NodeEntry> nodes, long version) {
    var asked = NodesAsked.ask(http, nodes, PATIENCE);
    var lacking = new ArrayList<String>();
    for (var node : nodes) {
      var account =
          asked.accounts().stream().filter(one -> one.alias().equals(node.alias())).findFirst();
      if (account.isEmpty()) {
        lacking.add(node.alias() + " does not answer");
        continue;
      }
      long highest = account.get().rules().map(RulesAccount::highest).orElse(1L);
      if (highest < version) {
        lacking.add(node.alias() + " has up to " + highest);
      }
    }
    return lacking;
  }

  /// A pool whose nodes all stop at a height writes no more, also no cancellation: so whoever plans
  /// an upgrade looks first.
  static void requireEverywhere(HttpClient http, List<NodeEntry> nodes, long version) {
    var lacking = lacking(http, nodes, version);
    if (!lacking.isEmpty()) {
      throw new Stop(
          ExitCode.REFUSED,
          "Roll out a program that has rules version "
              + version
              + " first: "
              + String.join(", ", lacking)
              + ". (--anyway drafts the upgrade all the same.)");
    }
  }
}
