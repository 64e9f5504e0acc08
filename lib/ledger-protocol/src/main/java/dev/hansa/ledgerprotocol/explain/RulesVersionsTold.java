package dev.hansa.ledgerprotocol.explain;

import dev.hansa.ledgerprotocol.RulesSchedule;
import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import dev.hansa.ledgerprotocol.explain.NodeAccount.RulesAccount;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the accounts say of the rules' versions: who stopped for want of one, and who will.
final class RulesVersionsTold {
  /// How the sentence of [dev.hansa.ledgerprotocol.rules.RulesVersionMissing] begins.
  private static final String MISSING = "rules version ";

  private final List<NodeAccount> accounts;

  RulesVersionsTold(List<NodeAccount> accounts) {
    this.accounts = List.copyOf(accounts);
  }

  /// Those that stopped by themselves before a block whose rules their programs lack.
  Optional<Explanation> missing(int validators) {
    var stopped =
        accounts.stream()
            .filter(node -> node.halted().filter(why -> why.startsWith(MISSING)).isPresent())
            .toList();
    if (stopped.isEmpty()) {
      return Optional.empty();
    }
    long votes = stopped.stream().filter(NodeAccount::validator).count();
    // Of the others it knows nothing, as it stands still.
    boolean speaksOfItself = accounts.size() == 1;
    boolean goesOn = 3 * votes < validators;
    return Optional.of(
        new Explanation(
            Kind.OTHER_VERSION,
            names(stopped)
                + (stopped.size() == 1
                    ? " stands still: its program lacks"
                    : " stand still: their programs lack")
                + " the rules that count now"
                + (speaksOfItself
                    ? "."
                    : goesOn
                        ? "; the others go on without it."
                        : "; without them there is no write."),
            stopped.stream()
                .map(node -> node.alias() + " says: " + node.halted().orElse(""))
                .toList(),
            "Start it with a program that has them; it fetches by itself what it missed."));
  }

  /// Those that will stop so, before they do.
  Optional<Explanation> lacking() {
    var behind = accounts.stream().filter(node -> missing(node).isPresent()).toList();
    if (behind.isEmpty()) {
      return Optional.empty();
    }
    var one = behind.getFirst();
    return Optional.of(
        new Explanation(
            Kind.OTHER_VERSION,
            "Rules version "
                + from(missing(one).orElseThrow())
                + "; the program of "
                + names(behind)
                + " has up to "
                + one.rules().orElseThrow().highest()
                + ".",
            behind.stream()
                .map(node -> node.alias() + " is at height " + node.height() + " and stops before")
                .toList(),
            "Start it with a program that has that version, before that height."));
  }

  /// The upgrade that lies ahead and that the programs have.
  Optional<String> ahead() {
    return accounts.stream()
        .flatMap(node -> node.rules().flatMap(RulesAccount::upgrade).stream())
        .findFirst()
        .map(upgrade -> MISSING + from(upgrade) + "; the programs have it");
  }

  private static Optional<RulesSchedule.Upgrade> missing(NodeAccount node) {
    return node.rules().flatMap(RulesAccount::missing);
  }

  private static String from(RulesSchedule.Upgrade upgrade) {
    return upgrade.version() + " counts from height " + upgrade.height();
  }

  private static String names(List<NodeAccount> nodes) {
    return nodes.stream().map(NodeAccount::alias).collect(Collectors.joining(", "));
  }
}
