package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Invariant;
import dev.hansa.ledgerprotocol.rules.RulesVersions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Executes blocks: the ordered requests go in; outcomes, new roots and what to store come out. It
/// stores nothing itself, and the same block on the same ledger gives the same result on every
/// node. Not for several threads: blocks come one after another.
public final class BlockExecutor {
  /// About 15 MB of decoded nodes.
  private static final int RECENT_NODES = 16_384;

  private final Genesis genesis;
  private final TrieNodes.Recent recent = new TrieNodes.Recent(RECENT_NODES);
  private final SignatureCheck signatures;
  private final RulesVersions versions;
  private final AuthRulesCache authRules = new AuthRulesCache();

  public BlockExecutor(Genesis genesis) {
    this(genesis, new Ed25519Signatures());
  }

  /// Asks another for the verdicts, [SignatureMemo] for one that checks ahead.
  public BlockExecutor(Genesis genesis, SignatureCheck signatures) {
    this(genesis, signatures, RulesVersions.OURS);
  }

  /// Knows these versions of the rules, and no others.
  public BlockExecutor(Genesis genesis, SignatureCheck signatures, RulesVersions versions) {
    this.genesis = genesis;
    this.signatures = signatures;
    this.versions = versions;
  }

  /// The first block, height 0: the genesis transactions. For a store without a head.
  public BlockResult found(LedgerReader empty) {
    Invariant.holds(empty.head().isEmpty(), "a network is founded in an empty store");
    return new GenesisBlock(genesis, empty, new TrieNodes(empty::trieNode, recent)).execute();
  }

  /// The block after the committed head. `time` counts in whole seconds and never goes back. Throws
  /// [dev.hansa.ledgerprotocol.rules.RulesVersionMissing] where the ledger names rules for this
  /// height that are not among ours.
  public BlockResult execute(
      LedgerReader committed, long height, Instant time, List<IndyRequest> requests) {
    var head = committed.head().orElseThrow();
    var seconds = time.truncatedTo(ChronoUnit.SECONDS);
    Invariant.holds(height == head.height() + 1, "blocks are applied one after another");
    Invariant.holds(!seconds.isBefore(head.time()), "the ledger's time never goes back");
    var state = new WorkingState(committed.head(), new TrieNodes(committed::trieNode, recent));
    var rules =
        versions.at(RulesSchedule.read(state.get(SubLedger.CONFIG, Keys.RULES_UPGRADE)), height);
    var block =
        new Block(
            genesis.network(),
            committed,
            head,
            state,
            authRules.read(head.roots(SubLedger.CONFIG).stateRoot(), state),
            rules);
    return block.execute(height, seconds, requests, new SignatureChecks(requests, signatures));
  }
}
