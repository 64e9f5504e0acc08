package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Accreditations;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.rules.AccreditationEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Who may issue what, from proved answers of the ledger.
public final class LedgerAccreditations implements Accreditations {
  private final LedgerClient client;
  private final ProofCache<Bytes, List<Accreditation>> cache;
  private final ProofCache<Vct, List<Accreditation>> lists;

  public LedgerAccreditations(LedgerClient client, Clock clock) {
    this(client, clock, ProofCache.AGE_MAX);
  }

  /// Answers are used again until they are `ageMax` old.
  public LedgerAccreditations(LedgerClient client, Clock clock, Duration ageMax) {
    this.client = client;
    this.cache = new ProofCache<>(client, clock, ageMax);
    this.lists = new ProofCache<>(client, clock, ageMax);
  }

  @Override
  public Check check(Did issuer, Vct type, Instant at) {
    var proved = accreditations(issuer, type);
    return check(proved.value(), at, proved.checkpoint().height());
  }

  /// What a list of an issuer's accreditations says about a time.
  static Check check(List<Accreditation> accreditations, Instant at, long height) {
    if (accreditations.isEmpty()) {
      return new Check.NeverAccredited(height);
    }
    var then =
        accreditations.stream()
            .filter(a -> !at.isBefore(a.validFrom()) && at.isBefore(a.validUntil()))
            .toList();
    var open = then.stream().filter(a -> a.withdrawal().isEmpty()).findFirst();
    if (open.isPresent()) {
      return new Check.Accredited(open.get(), height);
    }
    // Withdrawn means refused whatever the time, and says so rather than "not then".
    return accreditations.stream()
        .filter(a -> a.withdrawal().isPresent())
        .max(Comparator.comparingLong(Accreditation::seqNo))
        .<Check>map(withdrawn -> new Check.Withdrawn(withdrawn, height))
        .orElseGet(() -> new Check.NotAtThatTime(height));
  }

  /// All accreditations that an issuer ever had for a type, with the proof.
  public Proved<List<Accreditation>> accreditations(Did issuer, Vct type) {
    var key = Keys.accreditation(type, issuer);
    return cache.get(
        key,
        () ->
            client
                .state(SubLedger.DOMAIN, key)
                .read(value -> value.map(LedgerAccreditations::read).orElse(List.of())));
  }

  @Override
  public List<Accreditation> list(Vct type) {
    return proved(type).value();
  }

  /// All accreditations for a type, with the proof that there is no other.
  public Proved<List<Accreditation>> proved(Vct type) {
    return lists.get(
        type,
        () ->
            client
                .list(SubLedger.DOMAIN, Keys.accreditations(type))
                .read(values ->
                    values.values().stream().flatMap(value -> read(value).stream()).toList()));
  }

  /// Reads a value that stands under an accreditation's key, for whoever checked its proof.
  public static List<Accreditation> read(Bytes value) {
    return AccreditationEntry.read(value).stream().map(AccreditationEntry::accreditation).toList();
  }
}
