package dev.hansa.ledgerprotocol.explain;

import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Reads the accounts of those nodes that answered. Causes stand in the order in which they are
/// looked for: what makes others happen comes first, and what is not known is not guessed.
public final class Explainer {
  /// An idle pool says every 20 s that it lives.
  static final Duration BLOCK_AGE_MAX = Duration.ofSeconds(45);

  /// How long a request may wait before something is wrong.
  static final Duration WAITING_MAX = Duration.ofSeconds(8);

  static final Duration CLOCK_OFF_MAX = Duration.ofSeconds(10);
  static final long FREE_BYTES_MIN = 64L << 20;
  private static final int BEHIND_MAX = 20;

  private final List<NodeAccount> accounts;
  private final List<String> silent;
  private final Connections connections;
  private final RulesVersionsTold rules;

  private Explainer(List<NodeAccount> accounts, List<String> silent) {
    this.accounts = List.copyOf(accounts);
    this.silent = List.copyOf(silent);
    this.connections = new Connections(this.accounts, this.silent);
    this.rules = new RulesVersionsTold(accounts);
  }

  /// `silent` are the validators' nodes that were asked and gave no account; empty where one node
  /// speaks of itself.
  public static Explanation explain(List<NodeAccount> accounts, List<String> silent) {
    return new Explainer(accounts, silent).explain();
  }

  private Explanation explain() {
    if (accounts.isEmpty()) {
      return new Explanation(
          Kind.NO_QUORUM,
          "No node answers.",
          silent.stream().map(alias -> alias + " does not answer").toList(),
          "Start the nodes, and see that this machine reaches them.");
    }
    return haltedFor(Kind.DISK_FULL, "cannot be written", "has no room on its disk")
        .or(() -> fullSoon())
        .or(() -> haltedFor(Kind.STORE_DAMAGED, "store is damaged", "found its store damaged"))
        .or(() -> haltedFor(Kind.OTHER_APP_HASH, "another app hash", "came to another state"))
        .or(this::otherAppHash)
        .or(() -> rules.missing(connections.validators().size()))
        .or(() -> haltedFor(Kind.HALTED, "", "has halted"))
        .or(() -> stands() ? connections.quorum(age()) : Optional.empty())
        .or(this::engineDown)
        .or(this::otherVersion)
        .or(this::clockOff)
        .or(this::stalled)
        .or(this::catchingUp)
        .or(this::overload)
        .or(connections::isolated)
        .or(this::upgradeAhead)
        .or(() -> stands() ? Optional.empty() : connections.oneSilent())
        .or(this::standsStill)
        .orElseGet(this::well);
  }

  private Optional<Explanation> haltedFor(Kind kind, String words, String says) {
    return first(
        node -> node.halted().filter(why -> why.contains(words)).isPresent(),
        node ->
            new Explanation(
                kind,
                node.alias() + " stands still: it " + says + "; the others go on without it.",
                List.of("it says: " + node.halted().orElse("")),
                switch (kind) {
                  case DISK_FULL -> "Make room on its disk and start it again.";
                  case STORE_DAMAGED, OTHER_APP_HASH ->
                      "Recover it from its peers: docs/guides/recover-a-node.md.";
                  default -> "See its log, and start it again.";
                }));
  }

  private Optional<Explanation> fullSoon() {
    return first(
        node -> node.freeBytes() < FREE_BYTES_MIN,
        node ->
            new Explanation(
                Kind.DISK_FULL,
                node.alias() + " has next to no room on its disk.",
                List.of((node.freeBytes() >> 20) + " MB are free"),
                "Make room on its disk."));
  }

  private Optional<Explanation> otherAppHash() {
    return first(
            Explainer::engineSaysOtherAppHash,
            node -> otherState(node, "its engine says: " + complaint(node)))
        .or(() -> first(this::differs, node -> otherState(node, "at height " + node.height())));
  }

  // Its engine gave up over the app hash, or does not start with it. That it called a proposal of
  // another node invalid says nothing of itself.
  private static boolean engineSaysOtherAppHash(NodeAccount node) {
    return complains(node, "AppHash does not match")
        || (complains(node, "CONSENSUS FAILURE") && complains(node, "Block.Header.AppHash"));
  }

  private boolean differs(NodeAccount node) {
    long agree =
        accounts.stream()
            .filter(other -> other.height() == node.height())
            .filter(other -> other.appHash().equals(node.appHash()))
            .count();
    long differ =
        accounts.stream()
            .filter(other -> other.height() == node.height())
            .filter(other -> !other.appHash().equals(node.appHash()))
            .count();
    return differ > agree;
  }

  private static Explanation otherState(NodeAccount node, String evidence) {
    return new Explanation(
        Kind.OTHER_APP_HASH,
        node.alias() + " came to another state than the others at height " + node.height() + ".",
        List.of(evidence),
        "Recover it from its peers: docs/guides/recover-a-node.md.");
  }

  private Optional<Explanation> engineDown() {
    return first(
        node -> node.engine().filter(engine -> !engine.running() || !engine.answers()).isPresent(),
        node -> {
          var engine = node.engine().orElseThrow();
          var evidence = new ArrayList<String>();
          evidence.add("its engine was started " + engine.starts() + " times");
          engine.complaint().ifPresent(words -> evidence.add("it said last: " + words));
          return new Explanation(
              Kind.ENGINE_DOWN,
              "The engine of "
                  + node.alias()
                  + (engine.running() ? " runs and does not answer." : " does not run."),
              evidence,
              "It is started again by itself; if it keeps ending, see the node's log.");
        });
  }

  private Optional<Explanation> otherVersion() {
    var versions =
        accounts.stream()
            .flatMap(node -> node.engine().stream())
            .filter(engine -> engine.answers())
            .map(engine -> line(engine.version()))
            .collect(Collectors.toCollection(TreeSet::new));
    if (versions.size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        new Explanation(
            Kind.OTHER_VERSION,
            "The nodes run engines of different lines.",
            accounts.stream()
                .flatMap(node -> node.engine().stream().map(e -> node.alias() + ": " + e.version()))
                .toList(),
            "Build the same engine everywhere with engine/build."));
  }

  private static String line(String version) {
    int last = version.lastIndexOf('.');
    return last < 0 ? version : version.substring(0, last);
  }

  private Optional<Explanation> clockOff() {
    if (accounts.size() < 3) {
      return Optional.empty();
    }
    var sorted = accounts.stream().map(NodeAccount::at).sorted().toList();
    var middle = sorted.get(sorted.size() / 2);
    return first(
        node -> Duration.between(middle, node.at()).abs().compareTo(CLOCK_OFF_MAX) > 0,
        node ->
            new Explanation(
                Kind.CLOCK_OFF,
                "The clock of " + node.alias() + " is off.",
                List.of(
                    "it is "
                        + Duration.between(middle, node.at()).toSeconds()
                        + " s from the others'"),
                "Set its clock by NTP; the ledger's own time does not depend on it."));
  }

  private Optional<Explanation> stalled() {
    return first(
        node -> complains(node, "CONSENSUS FAILURE"),
        node ->
            new Explanation(
                Kind.ENGINE_STALLED,
                "The engine of " + node.alias() + " runs, but gave up consensus.",
                List.of("it said: " + complaint(node)),
                "Stop the node, keep its folder for whoever examines it, and see its log."));
  }

  private Optional<Explanation> catchingUp() {
    long highest = accounts.stream().mapToLong(NodeAccount::height).max().orElse(0);
    return first(
        node ->
            node.engine().filter(engine -> engine.answers() && engine.catchingUp()).isPresent()
                || highest - node.height() > BEHIND_MAX,
        node ->
            new Explanation(
                Kind.CATCHING_UP,
                node.alias()
                    + " fetches the blocks that it missed, and takes part when it has them.",
                List.of("it is at height " + node.height() + " of at least " + highest),
                ""));
  }

  private Optional<Explanation> overload() {
    return first(
        node -> node.waitingMax() > 0 && node.waiting() * 10L >= node.waitingMax() * 9L,
        node ->
            new Explanation(
                Kind.OVERLOAD,
                "More requests come to " + node.alias() + " than the pool writes.",
                List.of(node.waiting() + " of at most " + node.waitingMax() + " requests wait"),
                "Write more slowly, or through other nodes, too; answers 429 say when."));
  }

  private Optional<Explanation> upgradeAhead() {
    return stands() ? Optional.empty() : rules.lacking();
  }

  private Optional<Explanation> standsStill() {
    if (!stands()) {
      return Optional.empty();
    }
    return Optional.of(
        new Explanation(
            Kind.UNKNOWN,
            "There is no write, and no cause that is known was found.",
            accounts.stream()
                .map(node ->
                    node.alias()
                        + ": height "
                        + node.height()
                        + ", last block "
                        + node.committedAgo().toSeconds()
                        + " s ago, "
                        + node.waiting()
                        + " waiting")
                .toList(),
            "Send the nodes' logs to whoever maintains the pool."));
  }

  private Explanation well() {
    long height = accounts.stream().mapToLong(NodeAccount::height).max().orElse(0);
    var one = accounts.getFirst();
    var who =
        accounts.size() > 1
            ? "The pool writes: " + accounts.size() + " nodes are in step"
            : one.alias() + (one.validator() ? " takes part" : " follows") + " and is in step";
    var evidence = new ArrayList<String>();
    evidence.add("the last block is " + age().toSeconds() + " s old");
    rules.ahead().ifPresent(evidence::add);
    return new Explanation(Kind.WELL, who + " at height " + height + ".", evidence, "");
  }

  // No block for longer than an idle pool lets pass, or requests that wait too long.
  private boolean stands() {
    boolean waits =
        accounts.stream()
            .anyMatch(node -> node.waiting() > 0 && node.waitingFor().compareTo(WAITING_MAX) > 0);
    return age().compareTo(waits ? WAITING_MAX : BLOCK_AGE_MAX) > 0;
  }

  private Duration age() {
    return accounts.stream()
        .filter(node -> node.engine().isPresent())
        .map(NodeAccount::committedAgo)
        .min(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private Optional<Explanation> first(
      Predicate<NodeAccount> holds, Function<NodeAccount, Explanation> explanation) {
    return accounts.stream().filter(holds).findFirst().map(explanation);
  }

  private static boolean complains(NodeAccount node, String... words) {
    var said = complaint(node);
    for (var word : words) {
      if (said.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static String complaint(NodeAccount node) {
    return node.engine().flatMap(engine -> engine.complaint()).orElse("");
  }
}
