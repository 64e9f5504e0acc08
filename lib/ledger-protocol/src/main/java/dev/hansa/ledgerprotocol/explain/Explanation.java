package dev.hansa.ledgerprotocol.explain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.util.List;
import java.util.Locale;

/// Why there is no write, or that all is well: the kind of the cause, one sentence, what it rests
/// on, and what to do (nothing where nothing is to be done).
public record Explanation(Kind kind, String sentence, List<String> evidence, String todo) {
  public Explanation {
    evidence = List.copyOf(evidence);
  }

  /// What can be told apart.
  public enum Kind {
    WELL,
    /// More than a third of the validators give no sign.
    NO_QUORUM,
    /// The nodes answer, but not each other.
    SPLIT,
    /// Some validators give no sign; the others go on.
    NODE_SILENT,
    ENGINE_DOWN,
    ENGINE_STALLED,
    DISK_FULL,
    STORE_DAMAGED,
    OTHER_APP_HASH,
    /// Engines of different lines, or a program without rules that count or will.
    OTHER_VERSION,
    CLOCK_OFF,
    OVERLOAD,
    CATCHING_UP,
    ISOLATED,
    HALTED,
    UNKNOWN;

    /// Its name in answers.
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public boolean isWell() {
    return kind == Kind.WELL;
  }

  public ObjectNode toJson() {
    var json =
        Json.newObject()
            .put("well", isWell())
            .put("kind", kind.code())
            .put("sentence", sentence)
            .put("todo", todo);
    var array = json.putArray("evidence");
    evidence.forEach(array::add);
    return json;
  }
}
