package dev.hansa.ledgerprotocol.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.BlockExecutor;
import dev.hansa.ledgerprotocol.BlockResult;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.DidDocContents;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.GenesisBuilder;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.LedgerAnswers;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.LedgerReader;
import dev.hansa.ledgerprotocol.LedgerTransport;
import dev.hansa.ledgerprotocol.Outcome;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.Payloads;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.SubLedger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A whole ledger in this process, one request a block: the same rules, proofs and signatures as a
/// node's, nothing durable. It founds a network with three trustees, a steward and a node, and
/// writes what a test needs with their keys.
public final class LocalLedger implements LedgerTransport {
  private static final Duration PAYLOAD_LIFETIME = Duration.ofMinutes(5);

  private final Genesis genesis;
  private final Signer node;
  private final List<Account> trustees;
  private final Account steward;
  private final Clock clock;
  private final SecureRandom random;
  private final MemoryStore store = new MemoryStore();
  private final BlockExecutor executor;
  private final AtomicLong reqIds = new AtomicLong();

  private LocalLedger(String network, Clock clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
    this.node = newEd25519();
    this.trustees = List.of(newAccount(network), newAccount(network), newAccount(network));
    this.steward = newAccount(network);
    var builder = new GenesisBuilder(network, clock.instant());
    trustees.forEach(trustee -> builder.trustee(key(trustee.nym())));
    this.genesis =
        builder
            .steward(key(steward.nym()))
            .node("Node1", key(node), steward.did(), "127.0.0.1", 9701, 9702)
            .build();
    this.executor = new BlockExecutor(genesis);
    store.commit(executor.found(store).writes());
  }

  /// Founds a network named `hansa`.
  public static LocalLedger found(Clock clock, SecureRandom random) {
    return new LocalLedger("hansa", clock, random);
  }

  public static LocalLedger found(String network, Clock clock, SecureRandom random) {
    return new LocalLedger(network, clock, random);
  }

  public Genesis genesis() {
    return genesis;
  }

  /// The sequencer's key, which signs checkpoints.
  public Signer nodeKey() {
    return node;
  }

  public List<Account> trustees() {
    return trustees;
  }

  public Account steward() {
    return steward;
  }

  public LedgerReader reader() {
    return store;
  }

  /// A client that reads and writes this ledger.
  public LedgerClient client() {
    return new LedgerClient(genesis, this, clock);
  }

  /// A new organisation without a role.
  public Organisation organisation() {
    return organisation(Optional.empty());
  }

  /// A new organisation with a role on the ledger.
  public Organisation organisation(Role role) {
    return organisation(Optional.of(role));
  }

  private Organisation organisation(Optional<Role> role) {
    var nym = newEd25519();
    var did = DidIndy.of(genesis.network(), key(nym));
    var organisation = new Organisation(did, nym, newP256(), newP256());
    var trustee = trustees.getFirst();
    var builder =
        RequestBuilder.newNym(trustee.did(), did, key(nym))
            .diddocContent(
                DidDocContents.organisation(
                    did,
                    organisation.assertion().publicKey(),
                    organisation.authentication().publicKey()))
            .reqId(reqIds.incrementAndGet());
    role.ifPresent(builder::role);
    write(builder.build().signedBy(trustee.did(), trustee.nym()));
    return organisation;
  }

  /// Gives a DID a role.
  public void setRole(Did did, Role role) {
    var trustee = trustees.getFirst();
    write(
        RequestBuilder.nym(trustee.did(), did)
            .role(role)
            .reqId(reqIds.incrementAndGet())
            .build()
            .signedBy(trustee.did(), trustee.nym()));
  }

  /// Puts a credential type on the ledger, with these hashes.
  public void credentialType(
      Vct vct,
      Bytes schemaHash,
      Bytes presentationSchemaHash,
      Bytes typeMetadataHash,
      CredentialType.IssuedBy issuedBy) {
    writeByTrustees(
        PayloadType.CREDENTIAL_TYPE,
        Payloads.credentialType(
            vct, schemaHash, presentationSchemaHash, typeMetadataHash, issuedBy));
  }

  /// Puts a credential type on the ledger whose documents nobody asks for.
  public void credentialType(Vct vct, CredentialType.IssuedBy issuedBy) {
    var hash = Bytes.utf8(vct.value()).sha256();
    credentialType(vct, hash, hash, hash, issuedBy);
  }

  /// Accredits an issuer everywhere, not delegable.
  public void accredit(Did issuer, Vct vct, Instant from, Instant until, Duration validityMax) {
    writeByTrustees(
        PayloadType.ACCREDITATION,
        Payloads.accreditation(issuer, vct, List.of(), from, until, validityMax, false));
  }

  /// Takes an issuer's accreditations back. Reason: `ended` or `compromised`.
  public void withdraw(Did issuer, Vct vct, String reason, Instant since) {
    writeByTrustees(PayloadType.ACCREDITATION, Payloads.withdrawal(issuer, vct, reason, since));
  }

  /// Writes one of our own types, signed by two trustees.
  @CanIgnoreReturnValue
  public Outcome.Written writeByTrustees(PayloadType type, ObjectNode payload) {
    var first = trustees.get(0);
    var second = trustees.get(1);
    return write(
        RequestBuilder.payload(type, first.did(), clock.instant().plus(PAYLOAD_LIFETIME), payload)
            .reqId(reqIds.incrementAndGet())
            .build()
            .signedBy(first.did(), first.nym())
            .signedBy(second.did(), second.nym()));
  }

  /// Executes a request that must be written; a refusal is a mistake in the test.
  @CanIgnoreReturnValue
  public Outcome.Written write(IndyRequest request) {
    return switch (execute(request)) {
      case Outcome.Written written -> written;
      case Outcome.Refused(var rule, var detail) ->
          throw new IllegalStateException("refused by " + rule + ": " + detail);
      case Outcome.OtherSignatures _ ->
          throw new IllegalStateException("written before with other signatures");
    };
  }

  /// Executes a request as a block of its own.
  public Outcome execute(IndyRequest request) {
    return block(List.of(request)).outcomes().getFirst();
  }

  /// Executes a block at the clock's time and commits it.
  @CanIgnoreReturnValue
  public synchronized BlockResult block(List<IndyRequest> requests) {
    var head = store.head().orElseThrow();
    var now = clock.instant();
    var time = now.isBefore(head.time()) ? head.time() : now;
    var result = executor.execute(store, head.height() + 1, time, requests);
    if (result.isChange()) {
      store.commit(result.writes());
    }
    return result;
  }

  /// A checkpoint of now, freshly signed.
  public Checkpoint signedCheckpoint() {
    return Checkpoint.sign(genesis.network(), store.head().orElseThrow(), clock.instant(), node);
  }

  @Override
  public synchronized Answer submit(String request) {
    IndyRequest parsed;
    try {
      parsed = IndyRequest.parse(request);
    } catch (MalformedInput e) {
      return new Answer(400, Json.newObject().put("detail", e.getMessage()));
    }
    return switch (execute(parsed)) {
      case Outcome.Written written ->
          new Answer(
              written.alreadyThere() ? 200 : 201,
              LedgerAnswers.written(written, signedCheckpoint()));
      case Outcome.Refused(var rule, var detail) ->
          new Answer(422, Json.newObject().put("rule", rule).put("detail", detail));
      case Outcome.OtherSignatures _ -> new Answer(409, Json.newObject());
    };
  }

  @Override
  public Answer state(SubLedger ledger, Bytes key) {
    return new Answer(200, LedgerAnswers.state(store, signedCheckpoint(), ledger, key));
  }

  @Override
  public Answer list(SubLedger ledger, Bytes prefix) {
    return new Answer(200, LedgerAnswers.list(store, signedCheckpoint(), ledger, prefix));
  }

  @Override
  public Answer transaction(SubLedger ledger, long seqNo) {
    return LedgerAnswers.transaction(store, signedCheckpoint(), ledger, seqNo)
        .map(answer -> new Answer(200, answer))
        .orElseGet(() -> new Answer(404, Json.newObject()));
  }

  @Override
  public Answer checkpoint() {
    return new Answer(200, signedCheckpoint().toJson());
  }

  @Override
  public Answer consistency(SubLedger ledger, long first, long second) {
    return LedgerAnswers.consistency(store, signedCheckpoint(), ledger, first, second)
        .map(answer -> new Answer(200, answer))
        .orElseGet(() -> new Answer(404, Json.newObject()));
  }

  private Account newAccount(String network) {
    var nym = newEd25519();
    return new Account(DidIndy.of(network, key(nym)), nym);
  }

  private Signer newEd25519() {
    return PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(random));
  }

  private Signer newP256() {
    return PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
  }

  private static Ed25519Key key(Signer signer) {
    if (signer.publicKey() instanceof Ed25519Key key) {
      return key;
    }
    throw new IllegalStateException("a ledger key is Ed25519");
  }
}
