package dev.hansa.launcher.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Catalogue;
import dev.hansa.credentials.SdJwtIssuance;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.LedgerActs;
import dev.hansa.launcher.acts.OpenWallet;
import dev.hansa.launcher.acts.Organisation;
import dev.hansa.launcher.acts.Receipts;
import dev.hansa.launcher.acts.SignedIn;
import dev.hansa.launcher.acts.Verifying;
import dev.hansa.launcher.acts.Waiting;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.receipts.ReceiptCheck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A receipt is checked offline, and an outside service learns what a presentation is worth.
final class CheckScene {
  private static final Vct PARTICIPANT = Vct.hansa("participant");
  private static final String AUDIENCE = "https://street-light.example";
  private static final CastMember.Org OUTSIDER =
      new CastMember.Org("streetlight", "Street Light", "VATSE-559900000801", List.of());

  private final Stage stage;

  CheckScene(Stage stage) {
    this.stage = stage;
  }

  void receipt(SignedIn pia, String id) {
    var narrator = stage.narrator();
    var file =
        narrator.line(
            "Pia exports the receipt of her order; from that file alone it replays",
            () -> {
              var exported =
                  stage.market().receipt(pia, id).toString().getBytes(StandardCharsets.UTF_8);
              return switch (Receipts.verify(exported, Optional.of(genesis()))) {
                case ReceiptCheck.Holds holds ->
                    Narrator.told(
                        exported,
                        "%s by %s, %d checks, height %d",
                        holds.outcome(),
                        String.join(", ", holds.policies()),
                        holds.checks().size(),
                        holds.ledgerHeight());
                case ReceiptCheck.Fails(var check, var sentence) ->
                    throw new Stop(
                        ExitCode.REFUSED, "the receipt should hold: " + check + ": " + sentence);
              };
            });
    narrator.line(
        "One byte of the file is changed: it no longer holds",
        () -> {
          var text = new String(file, StandardCharsets.UTF_8);
          // A digit inside the facts: another quantity than the one that was decided on.
          var changed = text.replaceFirst("\"qtyWh\":1000", "\"qtyWh\":1001");
          Stage.require(!changed.equals(text), "the file should hold the order's quantity");
          return switch (Receipts.verify(
              changed.getBytes(StandardCharsets.UTF_8), Optional.of(genesis()))) {
            case ReceiptCheck.Fails(var check, _) -> Narrator.done("check %s", check);
            case ReceiptCheck.Holds _ ->
                throw new Stop(ExitCode.REFUSED, "a changed file should not hold");
          };
        });
  }

  /// A wallet with a credential that will have expired when the others are looked at.
  void prepareExpired(Organisation authority) {
    var wallet = stage.wallets().create("guest");
    var offer =
        stage
            .issuing()
            .offer(
                authority,
                PARTICIPANT,
                Claims.person(wallet.did(), "CONSUMER", now()),
                Optional.of(Duration.ofMinutes(10)),
                false);
    wallet.accept(offer.uri(), offer.txCode());
  }

  void outside() {
    var verifying = new Verifying(stage.network());
    var outsider =
        stage
            .narrator()
            .line(
                "Street Light, an outside service, asks who Carl is; he shows a credential",
                () -> ask(verifying, outsider()));
    refusals(verifying, outsider);
  }

  private Narrator.Told<Organisation> ask(Verifying verifying, Organisation outsider) {
    var query = Verifying.query(PARTICIPANT, List.of(List.of("country"), List.of("roles")));
    var request = verifying.request(outsider, query, "To know in which country you buy");
    stage.wallets().open(CastMember.CARL.wallet()).present(Json.text(request, "openid4vp", 8192));
    var answer =
        Waiting.whileState(
            Set.of("waiting", "fetched"),
            () -> verifying.state(outsider, Json.text(request, "id", 200)));
    Stage.require(answer.path("state").asText().equals("verified"), "it should be verified");
    var result = answer.path("result");
    return Narrator.told(
        outsider,
        "ledger height %d, receipt %s",
        result.path("ledgerHeight").asLong(),
        Stage.brief(result.at("/receipt/id").asText()));
  }

  /// An organisation that has a DID on the ledger and no part in the market.
  private Organisation outsider() {
    var organisations = stage.network().organisations();
    var organisation = organisations.findOrCreate(OUTSIDER.name(), OUTSIDER.displayName());
    var ledger = new LedgerActs(stage.network());
    if (ledger.resolve(organisation.did()).isEmpty()) {
      var _ =
          ledger.createDid(
              organisation, organisations.require(HouseService.MARKETPLACE.serviceName()));
    }
    return organisation;
  }

  private void refusals(Verifying verifying, Organisation outsider) {
    var carl = stage.wallets().open(CastMember.CARL.wallet());
    var good = carl.presentation(PARTICIPANT, "nonce-of-the-good-one", AUDIENCE);
    var narrator = stage.narrator();
    narrator.line(
        "A presentation is handed over and verified; replayed, it is refused",
        () -> {
          Stage.require(
              verify(verifying, outsider, good, "nonce-of-the-good-one")
                  .path("verified")
                  .asBoolean(),
              "the good presentation should be verified");
          return refused(verify(verifying, outsider, good, "nonce-of-the-good-one"), "nonce");
        });
    narrator.line(
        "A forged one is refused: one character of the signature is another",
        () ->
            refused(
                verify(
                    verifying,
                    outsider,
                    forged(carl.presentation(PARTICIPANT, "nonce-of-the-forged-one", AUDIENCE)),
                    "nonce-of-the-forged-one"),
                "bad-signature"));
    narrator.line(
        "An expired one is refused",
        () ->
            refused(
                verify(
                    verifying,
                    outsider,
                    stage
                        .wallets()
                        .open("guest")
                        .presentation(PARTICIPANT, "nonce-of-the-expired-one", AUDIENCE),
                    "nonce-of-the-expired-one"),
                "expired"));
    narrator.line(
        "One by an issuer that nobody accredited is refused",
        () ->
            refused(
                verify(
                    verifying,
                    outsider,
                    selfMade(outsider, carl, "nonce-of-the-self-made-one"),
                    "nonce-of-the-self-made-one"),
                "not-accredited"));
  }

  private ObjectNode verify(
      Verifying verifying, Organisation outsider, String presentation, String nonce) {
    return verifying.verify(
        outsider,
        presentation,
        Optional.of(new Verifying.HolderBinding(nonce, AUDIENCE)),
        Optional.empty());
  }

  private static Narrator.Told<Narrator.Done> refused(ObjectNode result, String reason) {
    Stage.require(
        !result.path("verified").asBoolean() && result.path("reason").asText().equals(reason),
        "the reason should be " + reason + ", and is " + result.path("reason").asText("none"));
    return Narrator.done(
        "reason %s, receipt %s", reason, Stage.brief(result.at("/receipt/id").asText()));
  }

  /// Another character in the middle of the issuer's signature.
  private static String forged(String presentation) {
    int end = presentation.indexOf('~');
    int at = presentation.lastIndexOf('.', end) + 20;
    char other = presentation.charAt(at) == 'A' ? 'B' : 'A';
    return presentation.substring(0, at) + other + presentation.substring(at + 1);
  }

  /// A participant credential that an organisation without accreditation made for Carl's key.
  private String selfMade(Organisation issuer, OpenWallet holder, String nonce) {
    var claims = Claims.person(holder.did(), "CONSUMER", now());
    claims
        .put("iss", issuer.did().toString())
        .put("vct", PARTICIPANT.value())
        .put("iat", now().getEpochSecond())
        .put("exp", now().plus(Duration.ofDays(30)).getEpochSecond());
    claims
        .putObject("status")
        .putObject("status_list")
        .put("idx", 0)
        .put(
            "uri",
            stage.network().url(HouseService.ISSUER) + "/" + issuer.name() + "/status-lists/1");
    claims.putObject("cnf").set("jwk", holder.key().publicKey().toJwk());
    var credential =
        SdJwtIssuance.issue(
            claims,
            Catalogue.hansa().find(PARTICIPANT).orElseThrow().selectiveDisclosure(),
            issuer.assertionName(),
            issuer.assertion(),
            stage.network().random());
    return holder.presentation(credential, nonce, AUDIENCE);
  }

  private Bytes genesis() {
    return Bytes.fromBase64Url(stage.network().file().genesisHash());
  }

  private Instant now() {
    return stage.network().clock().instant();
  }
}
