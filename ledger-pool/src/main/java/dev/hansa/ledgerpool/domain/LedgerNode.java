package dev.hansa.ledgerpool.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Invariant;
import dev.hansa.ledgerprotocol.BlockExecutor;
import dev.hansa.ledgerprotocol.BlockResult;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Limits;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.Outcome;
import dev.hansa.ledgerprotocol.SignatureMemo;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.Trie;
import dev.hansa.ledgerprotocol.consensus.Validators;
import dev.hansa.ledgerprotocol.rules.RulesVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The node behind the engine: executes blocks by the ledger's rules and keeps them.
public final class LedgerNode implements LedgerApplication {
  private final LedgerStore store;
  private final SignatureMemo signatures = new SignatureMemo();
  private final BlockExecutor executor;
  private Bytes validatorsRoot;
  private Validators validators;
  private final AtomicReference<LimitsOf> limits =
      new AtomicReference<>(new LimitsOf(Trie.EMPTY_ROOT, Limits.OF_GENESIS));

  /// When this process put a block on the disk last, by [System#nanoTime]; nothing before it did.
  private volatile Optional<Long> committed = Optional.empty();

  /// The limits of one config state.
  private record LimitsOf(Bytes root, Limits limits) {}

  /// `store` holds at least the genesis.
  public LedgerNode(Genesis genesis, LedgerStore store) {
    this(genesis, store, RulesVersions.OURS);
  }

  /// The same with these versions of the rules.
  public LedgerNode(Genesis genesis, LedgerStore store, RulesVersions versions) {
    this.store = store;
    this.executor = new BlockExecutor(genesis, signatures, versions);
    Invariant.holds(store.checkpoint().isPresent(), "a node's ledger was founded");
    this.validatorsRoot = Trie.EMPTY_ROOT;
    this.validators = Validators.of(List.of(genesis.sequencerKey()));
  }

  @Override
  public Checkpoint info() {
    return store.checkpoint().orElseThrow();
  }

  @Override
  public Validators validators() {
    var root = info().roots(SubLedger.POOL).stateRoot();
    if (!root.equals(validatorsRoot)) {
      validators =
          Validators.of(
              NodeEntry.all(store, root).stream()
                  .filter(NodeEntry::isValidator)
                  .map(NodeEntry::key)
                  .toList());
      validatorsRoot = root;
    }
    return validators;
  }

  @Override
  public Check check(IndyRequest request) {
    if (request.signatures().isEmpty()) {
      return new Check.Refused("missing-signature", "A request is signed.");
    }
    int length = request.text().length();
    if (length > IndyRequest.LENGTH_MAX) {
      return new Check.Refused("too-long", "A request is no longer once it is written out again.");
    }
    try {
      var tooMuch = tooMuch(request, length);
      if (tooMuch.isPresent()) {
        return tooMuch.orElseThrow();
      }
    } catch (StoreDamaged | StoreFailed _) {
      // The block looks at the same places, and stops the node.
      return new Check.Worthy();
    }
    checkAhead(request);
    return new Check.Worthy();
  }

  // Before its signatures are looked at, which is what costs.
  private Optional<Check> tooMuch(IndyRequest request, int length) {
    var now = limits();
    var ledger = SubLedger.ofRequest(request.operationType());
    if (ledger.isEmpty() || ledger.orElseThrow() == SubLedger.CONFIG) {
      return Optional.empty();
    }
    if (length > now.requestBytes()) {
      return Optional.of(new Check.Refused("too-long", now.tooLong()));
    }
    var who = request.endorser().orElse(request.identifier());
    var last = info();
    return now.hasQuota()
            && isStillIn(now, last)
            && now.isUsedUp(store, ledger.orElseThrow(), who, last.time())
        ? Optional.of(new Check.Refused("quota-used", now.quotaUsed(last.time())))
        : Optional.empty();
  }

  // Whether the window of the last block still runs, as time passes on this machine: what its clock
  // says is of no account, and in doubt the rules decide.
  private boolean isStillIn(Limits now, Checkpoint last) {
    return committed
        .map(at -> last.time().plusNanos(System.nanoTime() - at))
        .filter(about -> about.isBefore(now.windowEnd(last.time())))
        .isPresent();
  }

  private Limits limits() {
    var root = info().roots(SubLedger.CONFIG).stateRoot();
    var known = limits.get();
    if (!known.root().equals(root)) {
      known = new LimitsOf(root, Limits.of(store));
      limits.set(known);
    }
    return known.limits();
  }

  // On the thread that took the request in, so that the one thread that executes need not.
  private void checkAhead(IndyRequest request) {
    try {
      signatures.ahead(store, request);
    } catch (StoreDamaged | StoreFailed _) {
      // Only work done early is missing. The block looks at the same places, and stops the node.
    }
  }

  @Override
  public int prepare(List<IndyRequest> waiting) {
    int count = 0;
    long length = 0;
    for (var request : waiting.subList(0, Math.min(waiting.size(), Block.REQUESTS_MAX))) {
      length += request.text().length();
      // The first always fits: no request is as long as a block.
      if (length > Block.LENGTH_MAX) {
        break;
      }
      count++;
    }
    return count;
  }

  @Override
  public boolean process(Block block) {
    var last = info();
    return block.height() == last.height() + 1
        && !block.time().isBefore(last.time())
        && prepare(block.requests()) == block.requests().size();
  }

  @Override
  public BlockResult finalise(Block block) {
    return executor.execute(store, block.height(), block.time(), block.requests());
  }

  @Override
  public void commit(Block block, BlockResult result, Checkpoint checkpoint) {
    store.commit(
        new CommittedBlock(written(block, result), info().appHash(), checkpoint), result.writes());
    committed = Optional.of(System.nanoTime());
  }

  // Those that were refused, or there already, changed nothing and are not needed for a replay.
  private static List<IndyRequest> written(Block block, BlockResult result) {
    var written = new ArrayList<IndyRequest>();
    for (int i = 0; i < block.requests().size(); i++) {
      if (result.outcomes().get(i) instanceof Outcome.Written outcome && !outcome.alreadyThere()) {
        written.add(block.requests().get(i));
      }
    }
    return written;
  }

  @Override
  public void renew(Checkpoint checkpoint) {
    store.renew(checkpoint);
  }
}
