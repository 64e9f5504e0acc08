package dev.hansa.ledgerpool.cometbft;

import com.google.protobuf.ByteString;
import dev.hansa.abci.ApplySnapshotChunkRequest;
import dev.hansa.abci.ApplySnapshotChunkResponse;
import dev.hansa.abci.ListSnapshotsResponse;
import dev.hansa.abci.LoadSnapshotChunkRequest;
import dev.hansa.abci.LoadSnapshotChunkResponse;
import dev.hansa.abci.OfferSnapshotRequest;
import dev.hansa.abci.OfferSnapshotResponse;
import dev.hansa.abci.Snapshot;
import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.domain.Snapshots;
import dev.hansa.ledgerprotocol.snapshot.SnapshotManifest;
import java.util.Optional;

/// Snapshots as the engine speaks of them: those that this node keeps, and the one by which it
/// joins.
final class AbciSnapshots {
  private static final int OFFER_ABORT = 2;
  private static final int CHUNK_ABORT = 2;

  private final Snapshots kept;
  private final Optional<SnapshotJoin> join;

  AbciSnapshots(Snapshots kept, Optional<SnapshotJoin> join) {
    this.kept = kept;
    this.join = join;
  }

  /// Of a node that keeps none and joins by none.
  static AbciSnapshots none() {
    return new AbciSnapshots(Snapshots.none(), Optional.empty());
  }

  ListSnapshotsResponse list() {
    var list = ListSnapshotsResponse.newBuilder();
    for (var manifest : kept.list()) {
      list.addSnapshots(
          Snapshot.newBuilder()
              .setHeight(manifest.height())
              .setFormat(SnapshotManifest.FORM)
              .setChunks(manifest.chunks().size())
              .setHash(byteString(manifest.hash()))
              .setMetadata(byteString(manifest.encoded())));
    }
    return list.build();
  }

  LoadSnapshotChunkResponse load(LoadSnapshotChunkRequest request) {
    var answer = LoadSnapshotChunkResponse.newBuilder();
    if (request.getFormat() == SnapshotManifest.FORM) {
      kept.chunk(request.getHeight(), request.getChunk())
          .ifPresent(chunk -> answer.setChunk(ByteString.copyFrom(chunk)));
    }
    return answer.build();
  }

  OfferSnapshotResponse offer(OfferSnapshotRequest request) {
    var offered = request.getSnapshot();
    int result =
        join.map(one ->
                one.offer(
                        new SnapshotJoin.Offered(
                            offered.getHeight(),
                            offered.getFormat(),
                            offered.getChunks(),
                            bytes(offered.getHash()),
                            bytes(offered.getMetadata())),
                        bytes(request.getAppHash()))
                    .code())
            .orElse(OFFER_ABORT);
    return OfferSnapshotResponse.newBuilder().setResult(result).build();
  }

  ApplySnapshotChunkResponse apply(ApplySnapshotChunkRequest request) {
    var answer = ApplySnapshotChunkResponse.newBuilder();
    if (join.isEmpty()) {
      return answer.setResult(CHUNK_ABORT).build();
    }
    var result = join.orElseThrow().take(request.getIndex(), request.getChunk().toByteArray());
    answer.setResult(result.code());
    if (result == SnapshotJoin.OnChunk.AGAIN) {
      answer.addRefetchChunks(request.getIndex());
    }
    if (result == SnapshotJoin.OnChunk.AGAIN || result == SnapshotJoin.OnChunk.REJECT) {
      answer.addRejectSenders(request.getSender());
    }
    return answer.build();
  }

  private static Bytes bytes(ByteString string) {
    return Bytes.copyOf(string.toByteArray());
  }

  private static ByteString byteString(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }
}
