package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Ed25519;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// Checks a block's signatures before its requests are applied, on several cores, with the keys
/// that the signers have at the block's start. A verdict is a pure function of key, text and
/// signature; whoever changed its key within the block is checked again with the new one.
final class SignatureChecks {
  private static final int POINTS_MAX = 8192;

  /// One signature of one request, and with which key it was checked.
  private static final class Check {
    private final int request;
    private final String signer;
    private final Bytes key;
    private boolean good;

    Check(int request, String signer, Bytes key) {
      this.request = request;
      this.signer = signer;
      this.key = key;
    }
  }

  private final List<IndyRequest> requests;
  private final ConcurrentHashMap<Bytes, Ed25519.Point> points;
  private final List<Check> checks = new ArrayList<>();
  private final List<List<Check>> byRequest = new ArrayList<>();

  SignatureChecks(List<IndyRequest> requests, ConcurrentHashMap<Bytes, Ed25519.Point> points) {
    this.requests = requests;
    this.points = points;
    if (points.size() > POINTS_MAX) {
      points.clear();
    }
    requests.forEach(_ -> byRequest.add(new ArrayList<>(1)));
  }

  /// Notes a signature to be checked with this key.
  void expect(int request, String signer, Bytes key) {
    var check = new Check(request, signer, key);
    checks.add(check);
    byRequest.get(request).add(check);
  }

  /// Checks all that were noted.
  void run() {
    var indexes = IntStream.range(0, checks.size());
    (checks.size() > 4 ? indexes.parallel() : indexes)
        .forEach(i -> {
          var check = checks.get(i);
          check.good = verify(check.request, check.signer, check.key);
        });
  }

  /// Whether this signer's signature is good with this key.
  boolean isGood(int request, String signer, Bytes key) {
    for (var check : byRequest.get(request)) {
      if (check.signer.equals(signer) && check.key.equals(key)) {
        return check.good;
      }
    }
    return verify(request, signer, key);
  }

  private boolean verify(int index, String signer, Bytes key) {
    var request = requests.get(index);
    var text = request.signatures().get(signer);
    // Base58 of 64 bytes has 87 or 88 characters, or a few less if it begins with zeros.
    if (text == null || text.length() > 88) {
      return false;
    }
    byte[] signature;
    try {
      signature = Base58.decode(text);
    } catch (MalformedInput e) {
      return false;
    }
    var point = points.computeIfAbsent(key, bytes -> Ed25519.Point.of(bytes.toArray()));
    return point.verify(request.signatureInput().toArray(), signature);
  }
}
