package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The sequencer of a ledger, with its key, that from some day on has another domain transaction 1
/// than it had, and signs on. Its proofs are true for the log that it has now.
final class RewritingNode implements LedgerTransport {
  private final LocalLedger ledger;
  private final Clock clock;
  private boolean rewrites;

  RewritingNode(LocalLedger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  void rewrite() {
    rewrites = true;
  }

  Checkpoint signed() {
    var honest = ledger.signedCheckpoint();
    return rewrites ? sign(honest, roots -> rewritten(roots)) : honest;
  }

  Checkpoint sign(Checkpoint honest, java.util.function.UnaryOperator<LedgerRoots> domain) {
    var roots =
        honest.ledgers().stream()
            .map(each -> each.ledger() == SubLedger.DOMAIN ? domain.apply(each) : each)
            .toList();
    return Checkpoint.sign(
        honest.network(),
        new LedgerHead(honest.height(), honest.time(), roots),
        clock.instant(),
        ledger.nodeKey());
  }

  private LedgerRoots rewritten(LedgerRoots honest) {
    return new LedgerRoots(
        honest.ledger(),
        honest.size(),
        MerkleLog.root(honest.size(), nodes(honest.size())),
        honest.stateRoot());
  }

  private MerkleLog.Nodes nodes(long size) {
    var leaves = new ArrayList<Bytes>();
    for (long seqNo = 1; seqNo <= size; seqNo++) {
      var leaf = ledger.reader().transaction(SubLedger.DOMAIN, seqNo).orElseThrow();
      leaves.add(MerkleLog.leafHash(leaf.toArray()));
    }
    if (rewrites) {
      var _ = leaves.set(0, MerkleLog.leafHash(Bytes.utf8("another transaction").toArray()));
    }
    return MerkleLog.of(leaves);
  }

  @Override
  public Answer submit(String request) {
    return ledger.submit(request);
  }

  @Override
  public Answer state(SubLedger ledgerAsked, Bytes key) {
    return new Answer(200, LedgerAnswers.state(ledger.reader(), signed(), ledgerAsked, key));
  }

  @Override
  public Answer list(SubLedger ledgerAsked, Bytes prefix) {
    return new Answer(200, LedgerAnswers.list(ledger.reader(), signed(), ledgerAsked, prefix));
  }

  @Override
  public Answer transaction(SubLedger ledgerAsked, long seqNo) {
    return ledger.transaction(ledgerAsked, seqNo);
  }

  @Override
  public Answer checkpoint() {
    return new Answer(200, signed().toJson());
  }

  @Override
  public Answer consistency(SubLedger ledgerAsked, long first, long second) {
    if (ledgerAsked != SubLedger.DOMAIN) {
      return ledger.consistency(ledgerAsked, first, second);
    }
    ObjectNode json =
        Json.newObject()
            .put("ledger", ledgerAsked.code())
            .put("first", first)
            .put("second", second);
    var path = json.putArray("path");
    List<Bytes> hashes = MerkleLog.consistencyPath(first, second, nodes(second));
    hashes.forEach(hash -> path.add(hash.toBase64Url()));
    return new Answer(200, json);
  }
}
