package dev.hansa.launcher.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.launcher.acts.SignedIn;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The small cells are listed and agreed on, measured by the monitor, and lose their licence.
final class AgreementScene {
  static final String SERVICE = "small-cell";
  static final long CHARGE_MINOR = 500_000;
  static final long MEASURED_PPM = 985_000;
  private static final Duration REVOKED_WITHIN = Duration.ofSeconds(5);

  private final Stage stage;

  AgreementScene(Stage stage) {
    this.stage = stage;
  }

  void play(String licenceIssuance) {
    var sven = list();
    var agreement = agree(sven);
    report(sven, agreement);
    revoke(sven, licenceIssuance);
  }

  private SignedIn list() {
    var narrator = stage.narrator();
    var sven =
        narrator.line(
            "Sven of the small-cell provider signs in with his mandate",
            () ->
                Narrator.told(
                    stage.wallets().open(CastMember.SVEN.wallet()).signIn("organisation"),
                    "OIDC and OpenID4VP, mandate"));
    narrator.line(
        "Sven lists capacity in band " + Cast.OTHER_BAND + ": refused, not on the licence",
        () -> {
          var refusal =
              Stage.refusedBy("F02-band-not-licensed", () -> offer(sven, Cast.OTHER_BAND));
          return Narrator.done(
              "rule F02-band-not-licensed, receipt %s",
              Stage.brief(refusal.body().path("receipt").asText()));
        });
    narrator.line(
        "Sven lists capacity in band " + Cast.LICENSED_BAND + ": accepted",
        () -> {
          var listed = offer(sven, Cast.LICENSED_BAND);
          return Narrator.done(
              "rule P01-offer, receipt %s", Stage.brief(Json.text(listed, "receipt", 200)));
        });
    return sven;
  }

  private ObjectNode offer(SignedIn sven, String band) {
    return stage.market().list(sven, "Small cells, " + band, SERVICE, "SE", Optional.of(band));
  }

  private String agree(SignedIn sven) {
    var narrator = stage.narrator();
    var operator = stage.organisation(CastMember.OPERATOR);
    var smallcell = stage.organisation(CastMember.SMALLCELL);
    var id =
        narrator.line(
            "Sven proposes an agreement to the operator, from the first of last month",
            () -> {
              var proposed =
                  stage
                      .market()
                      .propose(
                          sven,
                          operator.did(),
                          Examples.terms(stage.organisation(CastMember.MONITOR).did(), now()));
              return Narrator.told(
                  Json.text(proposed, "id", 100),
                  "terms %s",
                  Stage.brief(Json.text(proposed, "termsHash", 64)));
            });
    narrator.line(
        "Sven and Olga sign it, each by mandate at high assurance",
        () -> {
          var olga = stage.wallets().open(CastMember.OLGA.wallet()).signIn("organisation");
          var first = stage.market().sign(sven, id, "Small cells for Nordic Mobile");
          var second = stage.market().sign(olga, id, "Small cells for Nordic Mobile");
          return Narrator.done(
              "rule P07-sign, receipts %s, %s",
              Stage.brief(Json.text(first, "receipt", 200)),
              Stage.brief(Json.text(second, "receipt", 200)));
        });
    narrator.line(
        "Both organisations sign the terms' hash; the agreement is on the ledger",
        () -> {
          var _ = stage.market().signForLedger(smallcell, id);
          var active = stage.market().signForLedger(operator, id);
          Stage.require(
              active.path("state").asText().equals("ACTIVE"), "the agreement should be active");
          return Narrator.done(
              "market ledger, transaction %d", active.path("ledgerSeqNo").asLong());
        });
    return id;
  }

  private void report(SignedIn sven, String agreement) {
    var narrator = stage.narrator();
    var monitor = stage.organisation(CastMember.MONITOR);
    var probe =
        narrator.line(
            "The monitor's probe signs in as a machine",
            () ->
                Narrator.told(
                    stage.wallets().open(CastMember.PROBE.wallet()).signIn("machine"),
                    "challenge endpoint and OpenID4VP, mandate"));
    var credential =
        stage
            .issuing()
            .issue(
                monitor,
                Vct.hansa("service-quality-report"),
                Claims.availability(
                    uuid(), agreement, SERVICE, Claims.Period.lastMonth(now()), MEASURED_PPM));
    narrator.line(
        "Sven hands in the report himself: refused, he is not the monitor",
        () -> {
          var refusal =
              Stage.refusedBy(
                  "no-permit", () -> stage.market().report(sven, agreement, credential));
          return Narrator.done(
              "rule no-permit, receipt %s", Stage.brief(refusal.body().path("receipt").asText()));
        });
    narrator.line(
        "The probe reports 98.5 % for last month; the rules compute the credit",
        () -> {
          var credit = stage.market().report(probe, agreement, credential);
          Stage.require(
              credit.path("creditMinor").asLong() == CHARGE_MINOR * 3_000 / 10_000,
              "the credit should be 30 % of the charge");
          return Narrator.done(
              "EUR %.2f, 30 %% of the charge; rule P08-report-kpi, receipt %s",
              credit.path("creditMinor").asLong() / 100.0,
              Stage.brief(Json.text(credit, "receipt", 200)));
        });
  }

  private void revoke(SignedIn sven, String issuance) {
    stage
        .narrator()
        .line(
            "The regulator revokes the licence; Sven's next offering is refused",
            () -> {
              var _ =
                  stage
                      .issuing()
                      .change(stage.organisation(CastMember.REGULATOR), issuance, "revoke");
              long revoked = System.nanoTime();
              // A status may be a second old for such an act, so an offering in that second may
              // pass.
              var refusal =
                  Stage.refusedWithin(
                      REVOKED_WITHIN, "F01-licence-revoked", () -> offer(sven, Cast.LICENSED_BAND));
              var took = Duration.ofNanos(System.nanoTime() - revoked);
              Stage.require(
                  took.compareTo(REVOKED_WITHIN) <= 0, "it should be refused within 5 seconds");
              var reasons = refusal.body().path("reasons");
              Stage.require(
                  reasons.size() == 1
                      && reasons
                          .get(0)
                          .path("credentialType")
                          .asText()
                          .equals("urn:hansa:csp-licence:1"),
                  "the refusal should name the credential type and nothing more");
              return Narrator.done(
                  "rule F01-licence-revoked, csp-licence, %s after", Narrator.time(took.toNanos()));
            });
  }

  private Instant now() {
    return stage.network().clock().instant();
  }

  private String uuid() {
    var random = stage.network().random();
    return String.format(
        Locale.ROOT,
        "%08x-%04x-4%03x-a%03x-%012x",
        random.nextInt(),
        random.nextInt(1 << 16),
        random.nextInt(1 << 12),
        random.nextInt(1 << 12),
        random.nextLong(1L << 48));
  }
}
