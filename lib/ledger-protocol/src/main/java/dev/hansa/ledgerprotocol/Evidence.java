package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.Locale;
import java.util.Optional;

/// Two checkpoints of one network, whole, each vouched for as the genesis says, that do not fit
/// together; `first` is the one of the lower height. Whoever has the genesis checks it offline with
/// [#verify]. It holds roots, sizes and signatures, and nothing about anybody else.
public record Evidence(Kind kind, Checkpoint first, Checkpoint second) {
  /// No evidence is longer as JSON, in characters: two pool's seals with a trail each.
  public static final int LENGTH_MAX = 8 << 20;

  /// What contradicts what. The kinds stand in the order in which they are looked for.
  public enum Kind {
    /// One height, two ledgers.
    TWO_APP_HASHES("two-app-hashes", true),
    /// A log is shorter at a greater height.
    LOG_SHRANK("log-shrank", true),
    /// A log is as long as before and has another root.
    LOG_CHANGED("log-changed", true),
    /// No node showed that the later log begins with the earlier one. This convicts nobody by
    /// itself: a proof can be garbled on its way. With both checkpoints, whoever has the ledger can
    /// show it, or cannot.
    HISTORY_NOT_PROVED("history-not-proved", false);

    private final String code;
    private final boolean convicts;

    Kind(String code, boolean convicts) {
      this.code = code;
      this.convicts = convicts;
    }

    public String code() {
      return code;
    }

    /// True if both checkpoints cannot be true, whatever else is said.
    public boolean convicts() {
      return convicts;
    }
  }

  public Evidence {
    if (!kindOf(first, second).equals(kind)) {
      throw new IllegalArgumentException("the kind of evidence follows from its checkpoints");
    }
  }

  /// The contradiction between two checkpoints that were both vouched for, if there is one.
  public static Optional<Evidence> between(Checkpoint one, Checkpoint other) {
    return contradiction(earlier(one, other), later(one, other))
        .map(kind -> new Evidence(kind, earlier(one, other), later(one, other)));
  }

  /// What is known when nobody showed that the later one goes on from the earlier one: their
  /// contradiction, if they have one.
  public static Evidence unshown(Checkpoint one, Checkpoint other) {
    var first = earlier(one, other);
    var second = later(one, other);
    return new Evidence(kindOf(first, second), first, second);
  }

  /// Reads evidence from outside and checks all of it: its form, that both checkpoints are vouched
  /// for as this genesis says, and that they contradict each other as `kind` says. Throws
  /// [Unproved] or [MalformedInput].
  public static Evidence verify(ObjectNode json, Genesis genesis) {
    Members.requireOnly(json, "kind", "first", "second");
    var said = Json.text(json, "kind", 64);
    // Each with a trust of its own: what one teaches of a pool's validators is not the other's.
    var first = Proofs.verifyCheckpoint(Json.object(json, "first"), genesis);
    var second = Proofs.verifyCheckpoint(Json.object(json, "second"), genesis);
    var evidence = MalformedInput.unless(() -> new Evidence(kindOf(first, second), first, second));
    if (!evidence.kind.code.equals(said)) {
      throw new MalformedInput("the two checkpoints do not contradict each other as it says");
    }
    return evidence;
  }

  private static Checkpoint earlier(Checkpoint one, Checkpoint other) {
    return isInOrder(one, other) ? one : other;
  }

  private static Checkpoint later(Checkpoint one, Checkpoint other) {
    return isInOrder(one, other) ? other : one;
  }

  private static boolean isInOrder(Checkpoint one, Checkpoint other) {
    return one.height() == other.height()
        ? one.appHash().toHex().compareTo(other.appHash().toHex()) <= 0
        : one.height() < other.height();
  }

  private static Kind kindOf(Checkpoint first, Checkpoint second) {
    if (!isInOrder(first, second)) {
      throw new IllegalArgumentException("the checkpoint of the lower height comes first");
    }
    return contradiction(first, second)
        .orElseGet(() -> {
          if (first.height() == second.height()) {
            throw new IllegalArgumentException("two checkpoints of one ledger are no evidence");
          }
          return Kind.HISTORY_NOT_PROVED;
        });
  }

  private static Optional<Kind> contradiction(Checkpoint first, Checkpoint second) {
    if (first.height() == second.height()) {
      return first.appHash().equals(second.appHash())
          ? Optional.empty()
          : Optional.of(Kind.TWO_APP_HASHES);
    }
    for (var ledger : SubLedger.ALL) {
      if (second.roots(ledger).size() < first.roots(ledger).size()) {
        return Optional.of(Kind.LOG_SHRANK);
      }
    }
    for (var ledger : SubLedger.ALL) {
      if (isChanged(first.roots(ledger), second.roots(ledger))) {
        return Optional.of(Kind.LOG_CHANGED);
      }
    }
    return Optional.empty();
  }

  private static boolean isChanged(LedgerRoots first, LedgerRoots second) {
    return second.size() == first.size() && !second.logRoot().equals(first.logRoot());
  }

  /// The pair's name, the same however often its checkpoints are signed again: the SHA-256 of the
  /// RFC 8785 form of the network and both heights and app hashes.
  public Bytes digest() {
    var json = Json.newObject().put("network", first.network());
    json.set("first", nameOf(first));
    json.set("second", nameOf(second));
    return Json.hash(json);
  }

  private static ObjectNode nameOf(Checkpoint checkpoint) {
    return Json.newObject()
        .put("height", checkpoint.height())
        .put("appHash", checkpoint.appHash().toBase64Url());
  }

  /// What contradicts what, in words.
  public String sentence() {
    var heights = "height " + first.height() + " and height " + second.height();
    return switch (kind) {
      case TWO_APP_HASHES ->
          "Height "
              + first.height()
              + " was signed with two app hashes: "
              + first.appHash().toHex()
              + " and "
              + second.appHash().toHex()
              + ".";
      case LOG_SHRANK ->
          "Between " + heights + " the log of " + names(this::shrank) + " got shorter.";
      case LOG_CHANGED ->
          "Between " + heights + " the log of " + names(this::changed) + " was changed in place.";
      case HISTORY_NOT_PROVED ->
          "No node showed that the log at height "
              + second.height()
              + " goes on from the log at height "
              + first.height()
              + ".";
    };
  }

  private boolean shrank(SubLedger ledger) {
    return second.roots(ledger).size() < first.roots(ledger).size();
  }

  private boolean changed(SubLedger ledger) {
    return isChanged(first.roots(ledger), second.roots(ledger));
  }

  private static String names(java.util.function.Predicate<SubLedger> which) {
    return SubLedger.ALL.stream()
        .filter(which)
        .map(ledger -> "the " + ledger.name().toLowerCase(Locale.ROOT) + " ledger")
        .collect(java.util.stream.Collectors.joining(" and of "));
  }

  public ObjectNode toJson() {
    var json = Json.newObject().put("kind", kind.code);
    json.set("first", first.toJson());
    json.set("second", second.toJson());
    return json;
  }
}
