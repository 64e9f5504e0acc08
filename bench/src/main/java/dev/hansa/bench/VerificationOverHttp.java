package dev.hansa.bench;

import dev.hansa.bench.Row.Limit;
import dev.hansa.identity.Vct;
import dev.hansa.launcher.acts.Verifying;
import dev.hansa.launcher.acts.Wallets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A presentation that an outside service hands to `POST /verify`, with a nonce of its own; the
/// answer has its receipt. The client signs presentation and call as well.
final class VerificationOverHttp implements Measurement {
  private static final int CLIENTS = 8;
  private static final String AUDIENCE = "https://bench.example";
  private static final Vct TYPE = Vct.hansa("participant");

  private final PresentationInProcess inProcess;

  VerificationOverHttp(PresentationInProcess inProcess) {
    this.inProcess = inProcess;
  }

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String what() {
    return "presentations verified over HTTP with receipt, " + CLIENTS + " clients";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var network = stand.peopled().network();
    var verifying = new Verifying(network);
    var caller = network.organisations().require("operator");
    var wallet = new Wallets(network).open("carl");
    var presented = wallet.presentation(TYPE, "the-first-nonce", AUDIENCE);
    // Without its KB-JWT: what each presentation is made of.
    var credential = presented.substring(0, presented.lastIndexOf('~') + 1);
    var nonces = new AtomicLong(System.nanoTime());
    Rate.Operation verify =
        () -> {
          var nonce = "nonce-of-the-bench-" + nonces.incrementAndGet();
          var result =
              verifying.verify(
                  caller,
                  wallet.presentation(credential, nonce, AUDIENCE),
                  Optional.of(new Verifying.HolderBinding(nonce, AUDIENCE)),
                  Optional.empty());
          Measurement.require(
              result.path("verified").asBoolean() && result.at("/receipt/id").isTextual(),
              "a good presentation is verified, with a receipt");
        };
    stand.say("presentations are handed over");
    var clients = new ArrayList<Rate.Operation>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(verify);
    }
    double rate = Rate.of(stand.measured(), stand.measured(), clients);
    return perSecond(
        rate,
        0,
        new Limit("the check in process, 1 thread", inProcess.rate(stand)),
        stand.limits().bareEndpoint());
  }
}
