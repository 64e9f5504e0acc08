package dev.hansa.ledgerprotocol;

import dev.hansa.identity.MalformedInput;
import java.util.List;
import java.util.Optional;

/// A part of the ledger with its own log and state. The order here is the order of the app hash.
public enum SubLedger {
  POOL(0),
  DOMAIN(1),
  CONFIG(2),
  MARKET(1001);

  public static final List<SubLedger> ALL = List.of(values());

  private final int code;

  SubLedger(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /// Where a request of this type is written to, if the rules know the type.
  public static Optional<SubLedger> ofRequest(String type) {
    return switch (type) {
      case "0" -> Optional.of(POOL);
      case "1" -> Optional.of(DOMAIN);
      case "120", "122" -> Optional.of(CONFIG);
      default -> {
        for (var ours : PayloadType.values()) {
          if (ours.code().equals(type)) {
            yield Optional.of(ours.ledger());
          }
        }
        yield Optional.empty();
      }
    };
  }

  /// The sub-ledger with this code, for codes from outside.
  public static SubLedger of(long code) {
    for (var ledger : ALL) {
      if (ledger.code == code) {
        return ledger;
      }
    }
    throw new MalformedInput("a ledger is 0 (pool), 1 (domain), 2 (config) or 1001 (market)");
  }
}
