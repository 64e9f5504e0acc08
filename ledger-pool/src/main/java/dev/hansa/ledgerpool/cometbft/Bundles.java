package dev.hansa.ledgerpool.cometbft;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.hansa.abci.Bundle;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerpool.domain.Block;
import dev.hansa.ledgerprotocol.IndyRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Requests as transactions of the engine: several travel as one. What a bundle is does not depend
/// on the node that reads it, and each is read once, though it is met in the mempool, in the
/// proposal and in the block.
final class Bundles {
  /// A bundle grows to at most this many bytes; one long request may make it longer.
  static final int LENGTH_AIM = 64 * 1024;

  /// No bundle is longer.
  static final int LENGTH_MAX = IndyRequest.LENGTH_MAX + 1024;

  static final int REQUESTS_MAX = 250;

  private static final int NONCE_LENGTH = 16;

  /// As many as the engine's mempool holds, so that no bundle is read again in proposal and block
  /// because others wait beside it; of long ones fewer.
  static final int REMEMBERED_MAX = 5_000;

  private static final long REMEMBERED_LENGTH_MAX = 8L << 20;

  private final LinkedHashMap<Bytes, Read> read = new LinkedHashMap<>(64, 0.75f, true);
  private long remembered;

  /// What a transaction was read as, and how long it is.
  private record Read(Optional<List<IndyRequest>> requests, int length) {}

  /// The transaction for these requests.
  static ByteString write(byte[] nonce, List<IndyRequest> requests) {
    var bundle = Bundle.newBuilder().setNonce(ByteString.copyFrom(nonce));
    requests.forEach(request -> bundle.addRequests(request.text()));
    return bundle.build().toByteString();
  }

  /// A transaction's name.
  static Bytes name(ByteString transaction) {
    return Bytes.sha256(transaction.toByteArray());
  }

  /// The requests in a transaction, or nothing if it is no bundle in its one form.
  Optional<List<IndyRequest>> read(ByteString transaction) {
    var name = name(transaction);
    synchronized (read) {
      var known = read.get(name);
      if (known != null) {
        return known.requests();
      }
    }
    var fresh = parse(transaction);
    synchronized (read) {
      remember(name, new Read(fresh, transaction.size()));
    }
    return fresh;
  }

  private void remember(Bytes name, Read fresh) {
    var before = read.put(name, fresh);
    remembered += fresh.length() - (before == null ? 0 : before.length());
    var eldest = read.values().iterator();
    while (read.size() > REMEMBERED_MAX || remembered > REMEMBERED_LENGTH_MAX) {
      remembered -= eldest.next().length();
      eldest.remove();
    }
  }

  private static Optional<List<IndyRequest>> parse(ByteString transaction) {
    if (transaction.size() > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      var bundle = Bundle.parseFrom(transaction);
      // One form: what was left out, repeated or unknown would be another text of the same bundle.
      if (!bundle.toByteString().equals(transaction)
          || bundle.getNonce().size() != NONCE_LENGTH
          || bundle.getRequestsCount() == 0
          || bundle.getRequestsCount() > Math.min(REQUESTS_MAX, Block.REQUESTS_MAX)) {
        return Optional.empty();
      }
      var requests = new ArrayList<IndyRequest>();
      for (var text : bundle.getRequestsList()) {
        requests.add(IndyRequest.parse(text));
      }
      return Optional.of(List.copyOf(requests));
    } catch (InvalidProtocolBufferException | MalformedInput e) {
      return Optional.empty();
    }
  }

  static int nonceLength() {
    return NONCE_LENGTH;
  }
}
