package dev.hansa.launcher.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.hansa.identity.Vct;
import dev.hansa.launcher.acts.Issuing;
import dev.hansa.launcher.acts.LedgerActs;
import dev.hansa.launcher.acts.Market;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.acts.OpenWallet;
import dev.hansa.launcher.acts.Organisation;
import dev.hansa.launcher.acts.Wallets;
import dev.hansa.launcher.run.HouseService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sets the story's cast: DIDs, accreditations, wallets with credentials, memberships. What is
/// there already is left as it is, so it may be set again.
public final class Cast {
  /// The licence covers small cells in one band, so that the other can be refused.
  static final String LICENSED_BAND = "n78";

  static final String OTHER_BAND = "n77";

  private static final Duration ACCREDITED_FOR = Duration.ofDays(730);
  private static final Duration CREDENTIALS_FOR = Duration.ofDays(1096);
  private static final Duration PAYMENT_FOR = Duration.ofHours(23);
  static final long PAYMENT_LIMIT_MINOR = 5_000;

  private final Network network;
  private final Narrator narrator;
  private final LedgerActs ledger;
  private final Issuing issuing;
  private final Wallets wallets;
  private String licenceOfSmallCells = "";

  public Cast(Network network, Narrator narrator) {
    this.network = network;
    this.narrator = narrator;
    this.ledger = new LedgerActs(network);
    this.issuing = new Issuing(network);
    this.wallets = new Wallets(network);
  }

  /// Sets everything.
  public void set() {
    dids();
    accreditations();
    participants();
    licences();
    connections();
    payment();
    mandates();
    memberships();
  }

  private void dids() {
    var all =
        List.of(
            CastMember.AUTHORITY,
            CastMember.REGULATOR,
            CastMember.GRID,
            CastMember.BANK,
            CastMember.MONITOR,
            CastMember.OPERATOR,
            CastMember.SMALLCELL);
    narrator.line(
        "Seven organisations write their DIDs, each signed by itself and endorsed",
        () -> {
          var endorser = network.organisations().require(HouseService.MARKETPLACE.serviceName());
          long height = 0;
          for (var one : all) {
            var organisation = network.organisations().findOrCreate(one.name(), one.displayName());
            if (ledger.resolve(organisation.did()).isEmpty()) {
              height = ledger.createDid(organisation, endorser).height();
            }
          }
          return Narrator.done("%s", height(height));
        });
  }

  private void accreditations() {
    narrator.line(
        "Two trustees accredit authority, regulator, grid operator, bank and monitor",
        () -> {
          var trustees =
              List.of(
                  network.organisations().require("trustee-1"),
                  network.organisations().require("trustee-2"));
          var now = network.clock().instant();
          long height = 0;
          int types = 0;
          for (var accredited : CastMember.ACCREDITED) {
            var issuer = organisation(accredited.org());
            issuing.open(issuer);
            for (var name : accredited.types()) {
              types++;
              if (!ledger.isAccredited(issuer.did(), Vct.hansa(name))) {
                height =
                    ledger
                        .accredit(
                            new LedgerActs.Grant(
                                issuer.did(),
                                Vct.hansa(name),
                                List.of(),
                                now,
                                now.plus(ACCREDITED_FOR),
                                CREDENTIALS_FOR,
                                false),
                            trustees)
                        .height();
              }
            }
          }
          return Narrator.done("%d types, %s", types, height(height));
        });
  }

  private void participants() {
    narrator.line(
        "The authority onboards operator, small cells, monitor, and Pia and Carl",
        () -> {
          var authority = organisation(CastMember.AUTHORITY);
          var now = network.clock().instant();
          for (var org : List.of(CastMember.OPERATOR, CastMember.SMALLCELL, CastMember.MONITOR)) {
            var claims = Claims.organisation(org, organisation(org).did(), now);
            give(authority, "participant", wallets.create(org.name()), claims);
          }
          for (var person : CastMember.PERSONS) {
            var wallet = wallets.create(person.wallet());
            give(authority, "participant", wallet, Claims.person(wallet.did(), person.role(), now));
          }
          return Narrator.done("5 participant credentials, OpenID4VCI");
        });
  }

  private void licences() {
    narrator.line(
        "The regulator licenses operator and small cells, these for band "
            + LICENSED_BAND
            + " alone",
        () -> {
          var regulator = organisation(CastMember.REGULATOR);
          var operator = organisation(CastMember.OPERATOR);
          var smallcell = organisation(CastMember.SMALLCELL);
          give(
              regulator,
              "csp-licence",
              wallets.create(CastMember.OPERATOR.name()),
              Claims.licence(
                  regulator.did(),
                  operator.did(),
                  List.of("mobile"),
                  List.of(LICENSED_BAND, OTHER_BAND)));
          licenceOfSmallCells =
              give(
                  regulator,
                  "csp-licence",
                  wallets.create(CastMember.SMALLCELL.name()),
                  Claims.licence(
                      regulator.did(),
                      smallcell.did(),
                      List.of("small-cell"),
                      List.of(LICENSED_BAND)));
          return Narrator.done("2 csp-licence credentials");
        });
  }

  private void connections() {
    narrator.line(
        "The grid operator certifies Pia's roof (10 kW out) and Carl's flat",
        () -> {
          var grid = organisation(CastMember.GRID);
          for (var person : CastMember.PERSONS) {
            var wallet = wallets.create(person.wallet());
            give(
                grid,
                "grid-connection-point",
                wallet,
                Claims.connection(wallet.did(), person.meter()));
          }
          return Narrator.done("2 grid-connection-point credentials");
        });
  }

  private void payment() {
    narrator.line(
        "The bank guarantees Carl's payments up to EUR 50 for a day",
        () -> {
          var bank = organisation(CastMember.BANK);
          var wallet = wallets.create(CastMember.CARL.wallet());
          var claims =
              Claims.payment(
                  bank.did(),
                  wallet.did(),
                  PAYMENT_LIMIT_MINOR,
                  network.clock().instant(),
                  PAYMENT_FOR);
          // Only for a day, so it is given anew each time. It ends when its claims say: to ask for
          // as long again, a second later, would be to ask for too long.
          accept(bank, "payment-capability", wallet, claims, Optional.empty());
          return Narrator.done("payment-capability credential");
        });
  }

  private void mandates() {
    narrator.line(
        "Operator, small cells and monitor give mandates to Olga, Sven and the probe",
        () -> {
          for (var agent : CastMember.AGENTS) {
            var organisation = organisation(agent.org());
            issuing.open(organisation);
            give(
                organisation,
                "mandate",
                wallets.create(agent.wallet()),
                Claims.mandate(agent.org(), organisation.did(), agent));
          }
          return Narrator.done("3 mandate credentials");
        });
  }

  private void memberships() {
    narrator.line(
        "The three organisations show participant and licence, and are members",
        () -> {
          var market = new Market(network);
          var facts = new ArrayList<String>();
          for (var org : List.of(CastMember.OPERATOR, CastMember.SMALLCELL, CastMember.MONITOR)) {
            var answer = market.join(organisation(org), wallets.open(org.name()));
            answer.path("facts").forEach(fact -> facts.add(fact.asText()));
          }
          return Narrator.done("OpenID4VP, %d verified facts", facts.size());
        });
  }

  Organisation organisation(CastMember.Org org) {
    return network.organisations().require(org.name());
  }

  /// The issuance that the regulator revokes in the story; empty when it was there before.
  String licenceOfSmallCells() {
    return licenceOfSmallCells;
  }

  /// Gives a credential of this type to a wallet that has none from this issuer; the issuance, or
  /// an empty text where it was there before.
  @CanIgnoreReturnValue
  private String give(Organisation issuer, String type, OpenWallet wallet, ObjectNode claims) {
    return wallet.holds(Vct.hansa(type), issuer.did())
        ? ""
        : accept(issuer, type, wallet, claims, Optional.empty());
  }

  @CanIgnoreReturnValue
  private String accept(
      Organisation issuer,
      String type,
      OpenWallet wallet,
      ObjectNode claims,
      Optional<Duration> validity) {
    var offer = issuing.offer(issuer, Vct.hansa(type), claims, validity, true);
    wallet.accept(offer.uri(), offer.txCode());
    return offer.id();
  }

  private static String height(long height) {
    return height == 0 ? "all there already" : "ledger height " + height;
  }
}
