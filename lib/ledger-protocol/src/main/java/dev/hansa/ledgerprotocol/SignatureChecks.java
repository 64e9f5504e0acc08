package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Checks a block's signatures before its requests are applied, on several cores, with the keys
/// that the signers have at the block's start. A verdict is a pure function of key, text and
/// signature; whoever changed its key within the block is checked again with the new one.
final class SignatureChecks {
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
  private final SignatureCheck check;
  private final List<Check> checks = new ArrayList<>();
  private final List<List<Check>> byRequest = new ArrayList<>();

  SignatureChecks(List<IndyRequest> requests, SignatureCheck check) {
    this.requests = requests;
    this.check = check;
    requests.forEach(_ -> byRequest.add(new ArrayList<>(1)));
  }

  /// Notes a signature to be checked with this key.
  void expect(int request, String signer, Bytes key) {
    var noted = new Check(request, signer, key);
    checks.add(noted);
    byRequest.get(request).add(noted);
  }

  /// Checks all that were noted.
  void run() {
    var indexes = IntStream.range(0, checks.size());
    (checks.size() > 4 ? indexes.parallel() : indexes)
        .forEach(i -> {
          var noted = checks.get(i);
          noted.good = verify(noted.request, noted.signer, noted.key);
        });
  }

  /// Whether this signer's signature is good with this key.
  boolean isGood(int request, String signer, Bytes key) {
    for (var noted : byRequest.get(request)) {
      if (noted.signer.equals(signer) && noted.key.equals(key)) {
        return noted.good;
      }
    }
    return verify(request, signer, key);
  }

  private boolean verify(int index, String signer, Bytes key) {
    var request = requests.get(index);
    var text = request.signatures().get(signer);
    return text != null
        && SignatureMemo.decode(text)
            .filter(signature -> check.isGood(key, request.signatureInput(), signature))
            .isPresent();
  }
}
