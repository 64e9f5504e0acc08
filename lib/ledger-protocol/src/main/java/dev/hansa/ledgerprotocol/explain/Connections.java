package dev.hansa.ledgerprotocol.explain;

import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import dev.hansa.ledgerprotocol.explain.NodeAccount.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which nodes answer, and which reach each other.
final class Connections {
  private final List<NodeAccount> accounts;
  private final List<String> silent;

  Connections(List<NodeAccount> accounts, List<String> silent) {
    this.accounts = accounts;
    this.silent = silent;
  }

  /// Too few validators reach each other for a write; the last block is so old.
  Optional<Explanation> quorum(Duration age) {
    var validators = validators();
    if (validators.isEmpty()) {
      return Optional.empty();
    }
    var answering =
        accounts.stream()
            .filter(NodeAccount::validator)
            .filter(node -> node.engine().filter(engine -> engine.answers()).isPresent())
            .map(NodeAccount::alias)
            .collect(Collectors.toCollection(TreeSet::new));
    int reached = accounts.stream().mapToInt(this::group).max().orElse(0);
    if (3 * reached > 2 * validators.size()) {
      return Optional.empty();
    }
    var evidence = new ArrayList<String>();
    for (var node : accounts) {
      var gone =
          node.peers().stream()
              .filter(peer -> peer.validator() && !peer.connected())
              .map(Peer::alias)
              .toList();
      if (!gone.isEmpty()) {
        evidence.add(node.alias() + " does not reach " + String.join(", ", gone));
      }
    }
    silent.forEach(alias -> evidence.add(alias + " does not answer"));
    evidence.add("the last block is " + age.toSeconds() + " s old");
    boolean apart = 3 * answering.size() > 2 * validators.size();
    return Optional.of(
        apart
            ? new Explanation(
                Kind.SPLIT,
                "There is no write: the nodes run, but the network between them is split.",
                evidence,
                "Mend the network between them; the pool goes on by itself.")
            : new Explanation(
                Kind.NO_QUORUM,
                "There is no write: of "
                    + validators.size()
                    + " validators only "
                    + reached
                    + " reach each other, and more than two thirds are needed.",
                evidence,
                "Start the nodes that are silent; the pool goes on by itself."));
  }

  /// The names of all validators that anybody speaks of.
  Set<String> validators() {
    var all = new TreeSet<String>(silent);
    for (var node : accounts) {
      if (node.validator()) {
        all.add(node.alias());
      }
      node.peers().stream().filter(Peer::validator).map(Peer::alias).forEach(all::add);
    }
    return all;
  }

  // How many validators are in touch with this node, itself counted. A process that stands still
  // keeps its connections; where nothing is written, one that gives no account is not counted.
  private int group(NodeAccount node) {
    boolean alive = node.engine().filter(engine -> engine.answers()).isPresent();
    long others =
        node.peers().stream()
            .filter(peer -> peer.validator() && peer.connected())
            .filter(peer -> !silent.contains(peer.alias()))
            .count();
    return (int) others + (node.validator() && alive ? 1 : 0);
  }

  /// A node that reaches none that it knows of.
  Optional<Explanation> isolated() {
    return accounts.stream()
        .filter(node -> !node.peers().isEmpty())
        .filter(node -> node.peers().stream().noneMatch(Peer::connected))
        .findFirst()
        .map(node ->
            new Explanation(
                Kind.ISOLATED,
                node.alias() + " reaches no other node.",
                List.of("it knows of " + node.peers().size() + " others"),
                "See that its peer address is reachable, and theirs from it."));
  }

  /// Validators of which nobody has a sign, while the others go on.
  Optional<Explanation> oneSilent() {
    var gone = new TreeSet<String>(silent);
    var seen = new HashSet<String>();
    for (var node : accounts) {
      for (var peer : node.peers()) {
        if (peer.validator()) {
          (peer.connected() ? seen : gone).add(peer.alias());
        }
      }
    }
    gone.removeIf(alias -> seen.contains(alias) && !silent.contains(alias));
    if (gone.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Explanation(
            Kind.NODE_SILENT,
            "The pool writes, without " + String.join(", ", gone) + ".",
            List.of("the other nodes have no connection to it"),
            "Start it, or see why it does not reach the others; one more may not fail."));
  }
}
