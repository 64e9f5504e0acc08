package dev.hansa.bench;

import dev.hansa.bench.Row.Limit;
import dev.hansa.identity.Ed25519;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.launcher.run.HouseService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What bounds the rows, each measured once a run, when the first row asks for it.
final class Limits {
  static final int BARE_CLIENTS = 16;

  /// About what a request's text to be signed has.
  private static final int MESSAGE_BYTES = 512;

  private static final Pattern OPENSSL_VERIFY =
      Pattern.compile("ecdsa \\(nistp256\\).*?([0-9.]+)\\s*$", Pattern.MULTILINE);

  private final Stand stand;
  private final Map<String, Double> known = new HashMap<>();

  Limits(Stand stand) {
    this.stand = stand;
  }

  private interface Probe {
    double measure() throws Exception;
  }

  private double once(String name, Probe probe) throws Exception {
    var before = known.get(name);
    if (before != null) {
      return before;
    }
    stand.say("limit: " + name);
    double value = probe.measure();
    known.put(name, value);
    return value;
  }

  /// Signature checks as the ledger does them, of one key that is known already.
  Limit ed25519OnAllCores() throws Exception {
    var name = "Ed25519 checks, " + Rate.cores() + " cores";
    return new Limit(
        name,
        once(
            name,
            () -> {
              var signer = PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(stand.random()));
              if (!(signer.publicKey() instanceof Ed25519Key key)) {
                throw new IllegalStateException("an Ed25519 signer has an Ed25519 key");
              }
              var point = Ed25519.Point.of(key.value().toArray());
              var message = new byte[MESSAGE_BYTES];
              var signature = signer.sign(message);
              return Rate.onAllCores(
                  half(),
                  half(),
                  () -> Measurement.require(point.verify(message, signature), "it is good"));
            }));
  }

  /// ES256 checks as the services do them, on one thread.
  double es256() throws Exception {
    return once(
        "ES256 checks, 1 thread",
        () -> {
          var signer = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(stand.random()));
          var message = new byte[MESSAGE_BYTES];
          var signature = signer.sign(message);
          return Rate.of(
              half(),
              half(),
              () ->
                  Measurement.require(signer.publicKey().verify(message, signature), "it is good"));
        });
  }

  /// P-256 checks by `openssl speed`, on one thread; nothing where there is no OpenSSL.
  Optional<Double> openssl() throws Exception {
    double rate = once("openssl speed ecdsap256", this::opensslVerify);
    return rate > 0 ? Optional.of(rate) : Optional.empty();
  }

  private double opensslVerify() throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(
                  "openssl",
                  "speed",
                  "-seconds",
                  Long.toString(Math.max(1, half().toSeconds())),
                  "ecdsap256")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var found = OPENSSL_VERIFY.matcher(said);
      return process.waitFor(1, TimeUnit.MINUTES) && found.find()
          ? Double.parseDouble(found.group(1))
          : 0;
    } catch (IOException e) {
      stand.say("openssl is not installed; its cell is left out");
      return 0;
    }
  }

  /// The endpoint that does nothing, on the ledger node's server.
  double bare() throws Exception {
    return once(
        "a bare endpoint of the same server, " + BARE_CLIENTS + " clients",
        () -> {
          var url = stand.house().url(HouseService.LEDGER_POOL);
          var request = RawHttp.get(url, BareController.PATH);
          var connections = new ArrayList<RawHttp>();
          try {
            var clients = new ArrayList<Rate.Operation>();
            for (int i = 0; i < BARE_CLIENTS; i++) {
              var connection = new RawHttp(url);
              connections.add(connection);
              clients.add(() ->
                  Measurement.require(connection.exchange(request).status() == 200, "it is there"));
            }
            return Rate.of(stand.measured(), half(), clients);
          } finally {
            close(connections);
          }
        });
  }

  Limit bareEndpoint() throws Exception {
    return new Limit("bare endpoint", bare());
  }

  /// As many calls of the bare endpoint as one exchange has.
  Limit bareCalls(int calls) throws Exception {
    return new Limit("bare endpoint, " + calls + " calls", bare() / calls);
  }

  static void close(List<RawHttp> connections) throws IOException {
    for (var connection : connections) {
      connection.close();
    }
  }

  private Duration half() {
    return stand.measured().dividedBy(2);
  }
}
