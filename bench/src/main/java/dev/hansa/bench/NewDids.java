package dev.hansa.bench;

import dev.hansa.identity.DidIndy;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.launcher.acts.Organisation;
import dev.hansa.ledgerprotocol.RequestBuilder;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// New DIDs of a network, each signed by a trustee, as whole HTTP requests.
final class NewDids {
  private final String network;
  private final Organisation trustee;
  private final SecureRandom random;
  private final AtomicLong requestIds = new AtomicLong(System.nanoTime());

  NewDids(String network, Organisation trustee, SecureRandom random) {
    this.network = network;
    this.trustee = trustee;
    this.random = random;
  }

  byte[] next(URI node) {
    if (!(PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(random)).publicKey()
        instanceof Ed25519Key verkey)) {
      throw new IllegalStateException("an Ed25519 signer has an Ed25519 key");
    }
    var request =
        RequestBuilder.newNym(trustee.did(), DidIndy.of(network, verkey), verkey)
            .reqId(requestIds.incrementAndGet())
            .build()
            .signedBy(trustee.did(), trustee.nym());
    return RawHttp.post(node, "/v1/requests", request.text());
  }

  /// Writes those whose numbers `turn` gives, `step` apart, and says how many.
  static int write(RawHttp connection, List<byte[]> requests, AtomicInteger turn, int step)
      throws IOException {
    int written = 0;
    for (int i = turn.getAndAdd(step); i < requests.size(); i = turn.getAndAdd(step)) {
      int status = connection.exchange(requests.get(i)).status();
      Measurement.require(status == 201, "a new DID is answered with 201, not " + status);
      written++;
    }
    return written;
  }
}
