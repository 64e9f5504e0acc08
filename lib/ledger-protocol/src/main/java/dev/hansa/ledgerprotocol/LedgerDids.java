package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidDocument;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.DidVersion;
import dev.hansa.identity.MalformedInput;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Resolves `did:indy` DIDs of one ledger, with all their versions, from proved answers, [did:indy
/// specification](https://hyperledger-indy.github.io/indy-did-method/). A document that cannot be
/// read (its owner wrote a key that is none) is [MalformedInput].
public final class LedgerDids implements DidResolver {
  private final LedgerClient client;
  private final ProofCache<String, Versions> cache;

  /// A DID's versions as they were read once; a document is assembled when it is first asked for.
  private record Versions(List<Nym> nyms, ConcurrentMap<Integer, DidDocument> documents) {
    static Versions read(String dest, SortedMap<Bytes, Bytes> values) {
      return new Versions(
          values.values().stream().map(value -> Nym.read(dest, value)).toList(),
          new ConcurrentHashMap<>());
    }

    DidDocument document(Did did, int index) {
      return documents.computeIfAbsent(
          index, i -> DidDocument.parse(DidDocuments.assemble(did, nyms.get(i))));
    }
  }

  public LedgerDids(LedgerClient client, Clock clock) {
    this(client, clock, ProofCache.AGE_MAX);
  }

  /// Answers are used again until they are `ageMax` old.
  public LedgerDids(LedgerClient client, Clock clock, Duration ageMax) {
    this.client = client;
    this.cache = new ProofCache<>(client, clock, ageMax);
  }

  @Override
  public DidResolution resolve(Did did, DidVersion version) {
    if (!did.method().equals(DidIndy.METHOD)) {
      return new DidResolution.MethodNotSupported();
    }
    if (!DidIndy.isOf(did, client.network())) {
      return new DidResolution.NotFound();
    }
    var proved = read(did);
    var nyms = proved.value().nyms();
    if (nyms.isEmpty()) {
      return new DidResolution.NotFound();
    }
    int index = index(nyms, version);
    if (index < 0) {
      return new DidResolution.NotFound();
    }
    var nym = nyms.get(index);
    var metadata = metadata(nyms, index, proved.checkpoint().height());
    // Without a key it was taken away, or a creator holds the DID: either way it speaks for nobody.
    return nym.verkey().isEmpty()
        ? new DidResolution.Deactivated(metadata)
        : new DidResolution.Resolved(proved.value().document(did, index), metadata);
  }

  /// The latest version of a DID's record, with its role.
  public Proved<Optional<Nym>> nym(Did did) {
    if (!DidIndy.isOf(did, client.network())) {
      throw new MalformedInput("a DID of this ledger names its network");
    }
    var proved = versions(did);
    var latest =
        proved.value().isEmpty() ? Optional.<Nym>empty() : Optional.of(proved.value().getLast());
    return new Proved<>(latest, proved.checkpoint(), proved.proof());
  }

  /// All versions of a DID, the first first, with the proof that there is no other.
  public Proved<List<Nym>> versions(Did did) {
    return read(did).read(Versions::nyms);
  }

  private Proved<Versions> read(Did did) {
    var dest = ShortDid.of(did);
    return cache.get(
        dest,
        () ->
            client
                .list(SubLedger.DOMAIN, Nym.versionsPrefix(dest))
                .read(values -> Versions.read(dest, values)));
  }

  private static int index(List<Nym> nyms, DidVersion version) {
    return switch (version) {
      case DidVersion.Latest _ -> nyms.size() - 1;
      case DidVersion.Id(var id) -> {
        int found = -1;
        for (int i = 0; i < nyms.size(); i++) {
          if (Long.toString(nyms.get(i).seqNo()).equals(id)) {
            found = i;
          }
        }
        yield found;
      }
      case DidVersion.At(var time) -> {
        int found = -1;
        for (int i = 0; i < nyms.size(); i++) {
          if (!Instant.ofEpochSecond(nyms.get(i).txnTime()).isAfter(time)) {
            found = i;
          }
        }
        yield found;
      }
    };
  }

  private static DidResolution.Metadata metadata(List<Nym> nyms, int index, long height) {
    @Nullable Nym next = index + 1 < nyms.size() ? nyms.get(index + 1) : null;
    return new DidResolution.Metadata(
        Instant.ofEpochSecond(nyms.getFirst().txnTime()),
        Instant.ofEpochSecond(nyms.get(index).txnTime()),
        Long.toString(nyms.get(index).seqNo()),
        next == null ? null : Long.toString(next.seqNo()),
        next == null ? null : Instant.ofEpochSecond(next.txnTime()),
        height);
  }
}
