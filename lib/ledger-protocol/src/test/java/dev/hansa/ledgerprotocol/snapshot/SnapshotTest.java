package dev.hansa.ledgerprotocol.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.BlockExecutor;
import dev.hansa.ledgerprotocol.BlockWrites;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.LedgerAudit;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.LedgerReader;
import dev.hansa.ledgerprotocol.LedgerRoots;
import dev.hansa.ledgerprotocol.MerkleLog;
import dev.hansa.ledgerprotocol.MerkleTree;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import dev.hansa.ledgerprotocol.local.MemoryStore;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRefused.Reason;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

  private final LocalLedger ledger = LocalLedger.found(NOON, new SecureRandom());

  /// What a restored node keeps, and then its store.
  private static final class Kept implements SnapshotRestore.Sink {
    private final List<BlockWrites.TrieNode> trie = new ArrayList<>();
    private final List<BlockWrites.LogNode> log = new ArrayList<>();
    private final List<BlockWrites.Transaction> transactions = new ArrayList<>();
    private final List<BlockWrites.SeenPayload> seen = new ArrayList<>();

    @Override
    public void trieNode(Bytes hash, Bytes rlp) {
      trie.add(new BlockWrites.TrieNode(hash, rlp));
    }

    @Override
    public void logNode(BlockWrites.LogNode node) {
      log.add(node);
    }

    @Override
    public void transaction(BlockWrites.Transaction transaction) {
      transactions.add(transaction);
    }

    @Override
    public void seen(BlockWrites.SeenPayload payload) {
      seen.add(payload);
    }

    private MemoryStore store(LedgerHead head) {
      var store = new MemoryStore();
      store.commit(new BlockWrites(head, trie, log, transactions, seen));
      return store;
    }
  }

  /// A snapshot as it lies on a node, its chunks not compressed yet.
  private record Written(SnapshotManifest manifest, List<byte[]> chunks) {
    /// The same roots over other chunks, as a liar would offer them.
    private Written with(List<byte[]> others) {
      return new Written(
          new SnapshotManifest(
              manifest.genesis(),
              manifest.height(),
              manifest.ledgers(),
              others.stream().map(Bytes::sha256).toList()),
          others);
    }

    private List<byte[]> items() {
      var items = new ArrayList<byte[]>();
      for (var chunk : chunks) {
        var left = ByteBuffer.wrap(chunk);
        while (left.hasRemaining()) {
          var item = new byte[left.getInt()];
          left.get(item);
          items.add(item);
        }
      }
      return items;
    }
  }

  private static byte[] chunk(List<byte[]> items) {
    var chunk = ByteBuffer.allocate(items.stream().mapToInt(item -> 4 + item.length).sum());
    items.forEach(item -> chunk.putInt(item.length).put(item));
    return chunk.array();
  }

  private Written write(LedgerReader reader) {
    var chunks = new ArrayList<byte[]>();
    var manifest =
        SnapshotWriter.write(
            ledger.genesis(),
            reader,
            reader.head().orElseThrow(),
            (index, chunk) -> {
              assertThat(index).isEqualTo(chunks.size());
              chunks.add(chunk);
            });
    return new Written(manifest, chunks);
  }

  private MemoryStore restore(Written written) {
    var kept = new Kept();
    var restore = new SnapshotRestore(written.manifest(), ledger.genesis(), kept);
    for (int i = 0; i < written.chunks().size(); i++) {
      restore.take(i, SnapshotChunks.pack(written.chunks().get(i)));
    }
    return kept.store(restore.finish());
  }

  private Written some() {
    var _ = ledger.organisation();
    return write(ledger.reader());
  }

  private void assertRefused(Reason reason, Consumer<List<byte[]>> lie) {
    var honest = some();
    var items = new ArrayList<>(honest.items());
    lie.accept(items);
    assertRefused(reason, honest.with(List.of(chunk(items))));
  }

  private void assertRefused(Reason reason, Written written) {
    assertThat(refusalOf(() -> restore(written))).isEqualTo(Optional.of(reason));
  }

  private static Optional<Reason> refusalOf(Supplier<?> made) {
    return refusal(() -> {
      var _ = made.get();
    });
  }

  private static Optional<Reason> refusal(Runnable act) {
    try {
      act.run();
      return Optional.empty();
    } catch (SnapshotRefused e) {
      return Optional.of(e.reason());
    }
  }

  @Property(tries = 12)
  void a_snapshot_of_any_ledger_restores_to_the_same_app_hash(
      @ForAll @IntRange(min = 1, max = 25) int organisations) {
    IntStream.range(0, organisations).forEach(_ -> assertThat(ledger.organisation()).isNotNull());
    var reader = ledger.reader();
    var restored = restore(write(reader));
    assertThat(restored.head().orElseThrow().appHash())
        .isEqualTo(reader.head().orElseThrow().appHash());
    assertThat(LedgerAudit.firstDamage(restored)).isEmpty();
    // A snapshot of what was restored is the same again.
    assertThat(write(restored).manifest().hash()).isEqualTo(write(reader).manifest().hash());
  }

  @Test
  void the_next_block_gives_the_same_on_the_restored_ledger_and_what_was_written_is_known() {
    var first = signed(ledger, 1);
    var executor = new BlockExecutor(ledger.genesis());
    var store = new MemoryStore();
    store.commit(executor.found(store).writes());
    var one = executor.execute(store, 1, NOON.instant(), List.of(first));
    store.commit(one.writes());
    var restored = restore(write(store));
    // The ledger's time is that of its last transaction; no snapshot's word is taken for it.
    assertThat(restored.head()).isEqualTo(store.head());
    var next = List.of(first, signed(ledger, 2));
    var later = NOON.instant().plusSeconds(9);
    var here = executor.execute(store, 2, later, next);
    var there = new BlockExecutor(ledger.genesis()).execute(restored, 2, later, next);
    assertThat(there.head()).isEqualTo(here.head());
    assertThat(there.outcomes()).isEqualTo(here.outcomes());
  }

  private static IndyRequest signed(LocalLedger ledger, int number) {
    var trustee = ledger.trustees().getFirst();
    if (PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(new SecureRandom())).publicKey()
        instanceof Ed25519Key key) {
      return RequestBuilder.newNym(trustee.did(), DidIndy.of("hansa", key), key)
          .reqId(number)
          .build()
          .signedBy(trustee.did(), trustee.nym());
    }
    throw new AssertionError("an Ed25519 signer has an Ed25519 key");
  }

  @Test
  void a_log_of_several_blocks_of_leaves_is_restored_with_all_its_hashes() {
    var executor = new BlockExecutor(ledger.genesis(), (verkey, input, signature) -> true);
    var store = new MemoryStore();
    store.commit(executor.found(store).writes());
    for (int block = 1; block <= 5; block++) {
      var requests = new ArrayList<IndyRequest>();
      for (int i = 0; i < 1000; i++) {
        requests.add(signed(ledger, 1000 * block + i));
      }
      store.commit(executor.execute(store, block, NOON.instant(), requests).writes());
    }
    var written = write(store);
    assertThat(written.chunks()).hasSizeGreaterThan(1);
    var restored = restore(written);
    assertThat(LedgerAudit.firstDamage(restored)).isEmpty();
    var size = store.head().orElseThrow().roots(SubLedger.DOMAIN).size();
    for (int level = 0; level < 13; level++) {
      for (long index = 0; index < size >> level; index += 97) {
        assertThat(restored.logNode(SubLedger.DOMAIN, level, index))
            .isEqualTo(store.logNode(SubLedger.DOMAIN, level, index));
      }
    }
    // The chunks of one snapshot are not those of another order.
    var swapped = new ArrayList<>(written.chunks());
    swapped.set(0, written.chunks().get(1));
    swapped.set(1, written.chunks().get(0));
    assertRefused(Reason.CHUNK_CHANGED, new Written(written.manifest(), swapped));
    assertThat(refusalOf(() -> restore(written.with(swapped)))).isPresent();
  }

  // The items of a small ledger: the roots of the pool's blocks and its one leaf, then the
  // domain's.
  private static final int DOMAIN_LEAF = 4;

  @Test
  void a_changed_leaf_is_refused() {
    assertRefused(Reason.LOG_CHANGED, items -> items.get(DOMAIN_LEAF)[7] ^= 1);
  }

  @Test
  void a_leaf_that_is_no_transaction_is_refused_also_where_the_pool_signed_it() {
    var store = restore(some());
    var head = store.head().orElseThrow();
    long size = head.roots(SubLedger.DOMAIN).size();
    var tree =
        new MerkleTree(
            size, (level, index) -> store.logNode(SubLedger.DOMAIN, level, index).orElseThrow());
    var leaf = Bytes.utf8("no transaction");
    assertThat(tree.append(MerkleLog.leafHash(leaf.toArray()))).isEqualTo(size);
    var ledgers = new ArrayList<LedgerRoots>();
    for (var roots : head.ledgers()) {
      ledgers.add(
          roots.ledger() == SubLedger.DOMAIN
              ? new LedgerRoots(SubLedger.DOMAIN, size + 1, tree.root(), roots.stateRoot())
              : roots);
    }
    store.commit(
        new BlockWrites(
            new LedgerHead(head.height() + 1, head.time(), ledgers),
            List.of(),
            tree.newNodes().stream()
                .map(node ->
                    new BlockWrites.LogNode(
                        SubLedger.DOMAIN, node.level(), node.index(), node.hash()))
                .toList(),
            List.of(new BlockWrites.Transaction(SubLedger.DOMAIN, size + 1, leaf)),
            List.of()));
    assertRefused(Reason.LEAF_UNREADABLE, write(store));
  }

  @Test
  void a_dropped_leaf_is_refused() {
    assertRefused(Reason.LOG_CHANGED, items -> items.remove(DOMAIN_LEAF));
  }

  @Test
  void roots_of_blocks_that_do_not_give_the_log_root_are_refused() {
    assertRefused(Reason.LOG_CHANGED, items -> items.getFirst()[0] ^= 1);
  }

  @Test
  void a_changed_value_of_a_state_is_refused() {
    assertRefused(Reason.STATE_CHANGED, items -> items.getLast()[items.getLast().length - 1] ^= 1);
  }

  @Test
  void an_added_key_is_refused() {
    // A node that nothing names can only stand where another is named, or at the end.
    assertRefused(
        Reason.STATE_CHANGED, items -> items.add(items.size() - 1, items.get(DOMAIN_LEAF).clone()));
    assertRefused(Reason.TOO_LONG, items -> items.add(items.getLast().clone()));
  }

  @Test
  void a_truncated_snapshot_is_refused() {
    assertRefused(Reason.TRUNCATED, items -> items.removeLast());
    var honest = some();
    var cut = Arrays.copyOf(honest.chunks().getFirst(), 1000);
    assertRefused(Reason.TORN, honest.with(List.of(cut)));
  }

  @Test
  void chunks_come_in_their_order_each_once() {
    var honest = some();
    var restore = new SnapshotRestore(honest.manifest(), ledger.genesis(), new Kept());
    assertThat(refusal(() -> restore.take(1, new byte[0]))).contains(Reason.OUT_OF_TURN);
    restore.take(0, SnapshotChunks.pack(honest.chunks().getFirst()));
    assertThat(refusal(() -> restore.take(0, new byte[0]))).contains(Reason.OUT_OF_TURN);
    assertThat(refusal(() -> restore.take(1, new byte[0]))).contains(Reason.OUT_OF_TURN);
  }

  @Test
  void a_chunk_that_was_changed_on_its_way_may_come_again() {
    var honest = some();
    var restore = new SnapshotRestore(honest.manifest(), ledger.genesis(), new Kept());
    var packed = SnapshotChunks.pack(honest.chunks().getFirst());
    var changed = packed.clone();
    changed[changed.length / 2] ^= 1;
    assertThat(refusal(() -> restore.take(0, changed))).contains(Reason.CHUNK_CHANGED);
    restore.take(0, packed);
    assertThat(restore.finish().appHash()).isEqualTo(honest.manifest().appHash());
  }

  @Test
  void a_chunk_that_unpacks_to_more_than_a_chunk_may_have_is_refused() {
    var honest = some();
    var restore = new SnapshotRestore(honest.manifest(), ledger.genesis(), new Kept());
    var bomb = SnapshotChunks.pack(new byte[64 << 20]);
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThat(refusal(() -> restore.take(0, bomb))).contains(Reason.TOO_LARGE);
    assertThat(refusal(() -> restore.take(0, new byte[SnapshotChunks.PACKED_MAX + 1])))
        .contains(Reason.TOO_LARGE);
    var whole = new byte[SnapshotManifest.CHUNK_MAX];
    assertThat(SnapshotChunks.unpack(SnapshotChunks.pack(whole), Bytes.sha256(whole)))
        .isEqualTo(whole);
  }

  @Test
  void an_offer_is_of_this_network_and_gives_the_app_hash_that_the_pool_signed() {
    var manifest = some().manifest();
    var other = LocalLedger.found(NOON, new SecureRandom()).genesis();
    var encoded = manifest.encoded();
    var appHash = manifest.appHash();
    long height = manifest.height();
    assertThat(
            SnapshotManifest.offered(
                encoded, manifest.hash(), height, 1, ledger.genesis(), appHash))
        .isEqualTo(manifest);
    assertThat(
            refusalOf(() ->
                SnapshotManifest.offered(encoded, manifest.hash(), height, 1, other, appHash)))
        .contains(Reason.FOREIGN_NETWORK);
    assertThat(
            refusalOf(() ->
                SnapshotManifest.offered(
                    encoded, manifest.hash(), height, 1, ledger.genesis(), manifest.hash())))
        .contains(Reason.OTHER_APP_HASH);
    assertThat(
            refusalOf(() ->
                SnapshotManifest.offered(
                    encoded, manifest.hash(), height + 1, 1, ledger.genesis(), appHash)))
        .contains(Reason.OTHER_MANIFEST);
    assertThat(
            refusalOf(() ->
                SnapshotManifest.offered(encoded, appHash, height, 1, ledger.genesis(), appHash)))
        .contains(Reason.OTHER_MANIFEST);
  }

  @Test
  void a_manifest_has_its_one_form() {
    var encoded = some().manifest().encoded().toArray();
    for (int length : new int[] {0, 15, 100, encoded.length - 1, encoded.length - 32}) {
      var cut = Bytes.copyOf(Arrays.copyOf(encoded, length));
      assertThat(refusalOf(() -> SnapshotManifest.parse(cut))).contains(Reason.MALFORMED);
    }
    var otherForm = encoded.clone();
    otherForm[15]++;
    assertThat(refusalOf(() -> SnapshotManifest.parse(Bytes.copyOf(otherForm))))
        .contains(Reason.MALFORMED);
  }
}
