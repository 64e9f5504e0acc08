package dev.hansa.bench;

import dev.hansa.identity.Vct;
import dev.hansa.launcher.acts.Issuing;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.acts.Wallets;
import dev.hansa.launcher.story.Claims;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A whole OpenID4VCI exchange with `tx_code`: the issuer offers, the wallet reads the metadata,
/// gets token and nonce, proves its key, gets the credential, checks it and keeps it.
final class Issuance implements Measurement {
  private static final int CLIENTS = 8;
  private static final double TARGET = 200;

  /// Offer made, offer fetched, metadata of issuer and authorization server, token, nonce,
  /// credential.
  private static final int CALLS = 7;

  @Override
  public String name() {
    return "issuance";
  }

  @Override
  public String what() {
    return "whole OpenID4VCI exchanges, " + CLIENTS + " wallets";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var clients = clients(stand.peopled().network(), "bench");
    stand.say("credentials are issued");
    double rate = Rate.of(stand.measured(), stand.measured(), clients);
    return perSecond(rate, TARGET, stand.limits().bareCalls(CALLS));
  }

  /// Wallets of this name that are not there yet, each with an exchange of its own.
  static List<Rate.Operation> clients(Network network, String name) {
    var issuing = new Issuing(network);
    var authority = network.organisations().require("authority");
    var wallets = new Wallets(network);
    var type = Vct.hansa("participant");
    var clients = new ArrayList<Rate.Operation>();
    for (int i = 0; i < CLIENTS; i++) {
      var wallet = wallets.create(name + "-" + i);
      clients.add(() -> {
        var claims = Claims.person(wallet.did(), "CONSUMER", network.clock().instant());
        var offer = issuing.offer(authority, type, claims, Optional.empty(), true);
        Measurement.require(offer.txCode().isPresent(), "the offer has a tx_code");
        Measurement.require(
            wallet.accept(offer.uri(), offer.txCode()).vct().equals(type),
            "the wallet has the credential that was offered");
      });
    }
    return clients;
  }
}
