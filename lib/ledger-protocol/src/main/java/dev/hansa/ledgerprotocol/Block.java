package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.consensus.Validators;
import dev.hansa.ledgerprotocol.rules.Applied;
import dev.hansa.ledgerprotocol.rules.AuthRules;
import dev.hansa.ledgerprotocol.rules.Context;
import dev.hansa.ledgerprotocol.rules.Operation;
import dev.hansa.ledgerprotocol.rules.RuleSet;
import dev.hansa.ledgerprotocol.rules.Signers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One block while it is executed. Per request, in this order: form, seen before, signatures, seen
/// with other signatures, rules.
final class Block {
  /// A request that is written, before the block's roots are known.
  private sealed interface Draft {
    record Refused(Applied.Refused refusal) implements Draft {}

    record OtherSignatures() implements Draft {}

    record Written(LedgerReader.Seen seen, boolean alreadyThere, ObjectNode transaction)
        implements Draft {}
  }

  private final String network;
  private final LedgerReader committed;
  private final LedgerHead head;
  private final WorkingState state;
  private final AuthRules authRules;
  private final RuleSet rules;
  private final Limits limits;
  private final AtStart atStart = new AtStart();
  private final Map<SubLedger, MerkleTree> logs = new EnumMap<>(SubLedger.class);
  private final List<BlockWrites.Transaction> transactions = new ArrayList<>();
  private final List<BlockWrites.SeenPayload> seenNow = new ArrayList<>();
  private final Map<Bytes, Draft.Written> written = new HashMap<>();

  Block(
      String network,
      LedgerReader committed,
      LedgerHead head,
      WorkingState state,
      AuthRules authRules,
      RuleSet rules) {
    this.network = network;
    this.committed = committed;
    this.head = head;
    this.state = state;
    this.authRules = authRules;
    this.rules = rules;
    this.limits = Limits.read(state.get(SubLedger.CONFIG, Keys.LIMITS));
    for (var ledger : SubLedger.ALL) {
      logs.put(ledger, new MerkleTree(head.roots(ledger).size(), nodes(committed, ledger)));
    }
  }

  static MerkleLog.Nodes nodes(LedgerReader reader, SubLedger ledger) {
    return (level, index) -> reader.logNode(ledger, level, index).orElseThrow();
  }

  private MerkleTree log(SubLedger ledger) {
    var log = logs.get(ledger);
    if (log == null) {
      throw new IllegalStateException("every sub-ledger has a log");
    }
    return log;
  }

  BlockResult execute(
      long height, Instant time, List<IndyRequest> requests, SignatureChecks signatures) {
    var operations = new ArrayList<Form>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      var form = Form.read(requests.get(i));
      operations.add(form);
      if (form instanceof Form.Proper(var operation)) {
        expectSignatures(i, requests.get(i), operation, signatures);
      }
    }
    signatures.run();
    var drafts = new ArrayList<Draft>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      drafts.add(
          switch (operations.get(i)) {
            case Form.Improper(var refusal) -> new Draft.Refused(refusal);
            case Form.Proper(var operation) ->
                order(height, time, i, requests.get(i), operation, signatures);
          });
    }
    return finish(height, time, drafts);
  }

  private void expectSignatures(
      int index, IndyRequest request, Operation operation, SignatureChecks signatures) {
    for (var signer : request.signatures().keySet()) {
      key(signer, request, operation).ifPresent(key -> signatures.expect(index, signer, key));
    }
  }

  // The signer's key now; a DID that writes itself brings it along.
  private Optional<Bytes> key(String signer, IndyRequest request, Operation operation) {
    var nym = state.nym(signer);
    if (nym.isEmpty()
        && signer.equals(request.identifier())
        && operation instanceof Operation.NymWrite write
        && write.dest().equals(signer)) {
      return write.newKey().map(key -> key.value());
    }
    return nym.flatMap(Nym::verkeyBytes);
  }

  private Draft order(
      long height,
      Instant time,
      int index,
      IndyRequest request,
      Operation operation,
      SignatureChecks signatures) {
    var payloadDigest = Bytes.fromHex(request.payloadDigest());
    var before = before(payloadDigest);
    if (before.isPresent() && before.get().seen().digest().toHex().equals(request.digest())) {
      return before.get();
    }
    var refusal = signatureRefusal(index, request, operation, signatures);
    if (refusal.isPresent()) {
      return new Draft.Refused(refusal.get());
    }
    if (before.isPresent()) {
      return new Draft.OtherSignatures();
    }
    var context =
        new Context(
            network,
            height,
            time,
            authRules,
            limits,
            () -> Bytes.utf8(request.text()).length(),
            atStart,
            ledger -> log(ledger).size() + 1);
    return switch (rules.apply(state, context, signers(request), operation)) {
      case Applied.Refused refused -> new Draft.Refused(refused);
      case Applied.Accepted accepted ->
          write(height, time, request, payloadDigest, operation, accepted);
    };
  }

  // Of what was committed: what this block changed so far does not count.
  private final class AtStart implements Context.AtStart {
    private @Nullable Set<String> voters;

    @Override
    public LedgerRoots roots(SubLedger ledger) {
      return head.roots(ledger);
    }

    @Override
    public Set<String> voters() {
      var known = voters;
      if (known == null) {
        known = new TreeSet<>();
        for (var node : NodeEntry.all(committed, head.roots(SubLedger.POOL).stateRoot())) {
          if (node.isValidator()) {
            known.add(Base58.encode(node.key().value().toArray()));
          }
        }
        voters = known;
      }
      return known;
    }

    @Override
    public Bytes logRoot(SubLedger ledger, long size) {
      return MerkleLog.root(size, nodes(committed, ledger));
    }

    @Override
    public Instant writtenAt(SubLedger ledger, long seqNo) {
      return Transactions.writtenAt(
          Leaves.decode(committed.transaction(ledger, seqNo).orElseThrow()));
    }
  }

  private Optional<Draft.Written> before(Bytes payloadDigest) {
    var now = written.get(payloadDigest);
    if (now != null) {
      return Optional.of(new Draft.Written(now.seen(), true, now.transaction()));
    }
    return committed
        .seen(payloadDigest)
        .map(seen ->
            new Draft.Written(
                seen,
                true,
                Leaves.decode(committed.transaction(seen.ledger(), seen.seqNo()).orElseThrow())));
  }

  private Optional<Applied.Refused> signatureRefusal(
      int index, IndyRequest request, Operation operation, SignatureChecks signatures) {
    if (request.signatures().isEmpty()) {
      return Optional.of(new Applied.Refused("missing-signature", "A request is signed."));
    }
    for (var signer : request.signatures().keySet()) {
      var key = key(signer, request, operation);
      if (key.isEmpty()) {
        return Optional.of(
            new Applied.Refused(
                "unknown-signer", "Everyone who signs is on the ledger and has a key."));
      }
      if (!signatures.isGood(index, signer, key.get())) {
        return Optional.of(
            new Applied.Refused(
                "bad-signature", "Every signature is good with the signer's key of now."));
      }
    }
    return Optional.empty();
  }

  private Signers signers(IndyRequest request) {
    var roles = new TreeMap<String, Optional<Role>>();
    for (var signer : request.signatures().keySet()) {
      roles.put(signer, state.nym(signer).flatMap(Nym::role));
    }
    return new Signers(request.identifier(), request.endorser(), roles);
  }

  private Draft write(
      long height,
      Instant time,
      IndyRequest request,
      Bytes payloadDigest,
      Operation operation,
      Applied.Accepted accepted) {
    accepted.changes().forEach(state::put);
    if (operation instanceof Operation.NymWrite write) {
      state.forget(write.dest());
    }
    var log = log(accepted.ledger());
    long seqNo = log.size() + 1;
    var transaction = Transactions.of(request, accepted.txnId(), seqNo, time);
    var leaf = Leaves.encode(transaction);
    var _ = log.append(MerkleLog.leafHash(leaf.toArray()));
    transactions.add(new BlockWrites.Transaction(accepted.ledger(), seqNo, leaf));
    var seen =
        new LedgerReader.Seen(Bytes.fromHex(request.digest()), accepted.ledger(), seqNo, height);
    seenNow.add(new BlockWrites.SeenPayload(payloadDigest, seen));
    var draft = new Draft.Written(seen, false, transaction);
    written.put(payloadDigest, draft);
    return draft;
  }

  private BlockResult finish(long height, Instant time, List<Draft> drafts) {
    var trieNodes = state.commit();
    boolean change = !transactions.isEmpty();
    var roots = new ArrayList<LedgerRoots>();
    var logNodes = new ArrayList<BlockWrites.LogNode>();
    for (var ledger : SubLedger.ALL) {
      var log = log(ledger);
      roots.add(
          log.newNodes().isEmpty()
              ? head.roots(ledger)
              : new LedgerRoots(ledger, log.size(), log.root(), state.root(ledger)));
      for (var node : log.newNodes()) {
        logNodes.add(new BlockWrites.LogNode(ledger, node.level(), node.index(), node.hash()));
      }
    }
    var next = change ? new LedgerHead(height, time, roots) : head;
    var outcomes = drafts.stream().map(this::outcome).toList();
    var validators =
        log(SubLedger.POOL).newNodes().isEmpty()
            ? Optional.<Validators>empty()
            : NodeEntry.validators(state.list(SubLedger.POOL, Bytes.utf8("")));
    return new BlockResult(
        outcomes, new BlockWrites(next, trieNodes, logNodes, transactions, seenNow), validators);
  }

  private Outcome outcome(Draft draft) {
    return switch (draft) {
      case Draft.Refused(var refusal) -> new Outcome.Refused(refusal.rule(), refusal.detail());
      case Draft.OtherSignatures _ -> new Outcome.OtherSignatures();
      case Draft.Written(var seen, var alreadyThere, var transaction) ->
          new Outcome.Written(
              seen.ledger(),
              seen.seqNo(),
              seen.height(),
              Transactions.time(transaction),
              alreadyThere,
              transaction,
              log(seen.ledger()).inclusionPath(seen.seqNo() - 1));
    };
  }

  /// Whether a request has the form of its type.
  private sealed interface Form {
    record Proper(Operation operation) implements Form {}

    record Improper(Applied.Refused refusal) implements Form {}

    static Form read(IndyRequest request) {
      if (request.protocolVersion() != IndyRequest.PROTOCOL_VERSION) {
        return new Improper(
            new Applied.Refused("protocol-version", "The protocolVersion of a request is 2."));
      }
      if (!request.isClosed()) {
        return new Improper(
            new Applied.Refused(
                "unknown-member", "A request has no member that is not kept with it."));
      }
      try {
        return new Proper(Operation.parse(request));
      } catch (MalformedInput e) {
        return new Improper(
            new Applied.Refused("malformed-operation", String.valueOf(e.getMessage())));
      }
    }
  }
}
