package dev.hansa.bench;

import dev.hansa.bench.Row.Limit;
import dev.hansa.credentials.Catalogue;
import dev.hansa.credentials.CredentialVerifier;
import dev.hansa.credentials.DcqlQuery;
import dev.hansa.credentials.Expectation;
import dev.hansa.credentials.KbInput;
import dev.hansa.credentials.Matching;
import dev.hansa.credentials.PresentationCheck;
import dev.hansa.credentials.Presenter;
import dev.hansa.credentials.SdJwt;
import dev.hansa.credentials.SdJwtIssuance;
import dev.hansa.credentials.StatusEvidence;
import dev.hansa.credentials.StatusResult;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidMethods;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.LedgerAccreditations;
import dev.hansa.ledgerprotocol.LedgerCredentialTypes;
import dev.hansa.ledgerprotocol.LedgerDids;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The whole check of a presentation in process: a `participant` of a person with its key binding,
/// issuer and accreditation proved by the ledger (cached), the status from a list that is at hand.
final class PresentationInProcess implements Measurement {
  private static final Vct TYPE = Vct.hansa("participant");
  private static final String NONCE = "nonce-of-the-bench";
  private static final String AUDIENCE = "decentralized_identifier:did:indy:hansa:Verifier";

  private double known;

  @Override
  public String name() {
    return "presentation";
  }

  @Override
  public String what() {
    return "presentations verified in process, 1 thread";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    double rate = rate(stand);
    double house = stand.limits().es256() / 2;
    var limits = new ArrayList<Limit>();
    var openssl = stand.limits().openssl();
    openssl.ifPresent(
        checks -> limits.add(new Limit("two checks by openssl speed, 1 thread", checks / 2)));
    limits.add(new Limit("two ES256 checks as the services do them, 1 thread", house));
    return perSecond(rate, openssl.orElse(0.0) / 4, limits.toArray(Limit[]::new));
  }

  /// Measured once a run.
  double rate(Stand stand) throws Exception {
    if (known == 0) {
      stand.say("presentations are verified in process");
      known = measured(stand);
    }
    return known;
  }

  private static double measured(Stand stand) throws Exception {
    var random = stand.random();
    var now = Instant.parse("2026-06-15T12:00:00Z").truncatedTo(ChronoUnit.SECONDS);
    var clock = Clock.fixed(now, ZoneOffset.UTC);
    var ledger = LocalLedger.found(clock, random);
    var issuer = ledger.organisation();
    var type = Catalogue.hansa().find(TYPE).orElseThrow();
    ledger.credentialType(
        TYPE,
        type.schemaHash(),
        type.presentationSchemaHash(),
        type.typeMetadataHash(),
        type.issuedBy());
    ledger.accredit(
        issuer.did(),
        TYPE,
        now.minus(Duration.ofDays(1)),
        now.plus(Duration.ofDays(400)),
        Duration.ofDays(366));
    var holder = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
    var claims = IssuanceInProcess.claims(issuer.did(), holder, now);
    var credential =
        SdJwt.parse(
            SdJwtIssuance.issue(
                claims,
                type.selectiveDisclosure(),
                issuer.assertionName(),
                issuer.assertion(),
                random));
    var query = query();
    if (!(Matching.of(query, List.of(credential)) instanceof Matching.Found(var choices))) {
      throw new IllegalStateException("the bench's own credential answers its query");
    }
    var presentation =
        Presenter.present(choices.getFirst(), new KbInput(NONCE, AUDIENCE, now), holder);
    var client = ledger.client();
    var verifier =
        new CredentialVerifier(
            DidMethods.withLedger(new LedgerDids(client, clock)),
            new LedgerAccreditations(client, clock),
            new LedgerCredentialTypes(client, clock),
            (place, _, _) -> new StatusResult.Found(evidence(place.uri(), place.idx(), now)));
    var expectation =
        new Expectation(
            Optional.of(NONCE),
            Optional.of(AUDIENCE),
            true,
            Optional.of(query.credentials().getFirst()),
            List.of(),
            Duration.ofSeconds(60),
            now);
    return Rate.of(
        stand.measured(),
        stand.measured(),
        () ->
            Measurement.require(
                verifier.check(presentation, expectation) instanceof PresentationCheck.Verified,
                "a good presentation is verified"));
  }

  private static StatusEvidence evidence(URI uri, long idx, Instant now) {
    return new StatusEvidence(
        uri, idx, "", Bytes.utf8("").sha256(), now, Duration.ofSeconds(60), now, 0);
  }

  private static DcqlQuery query() {
    var json = Json.newObject();
    var credential =
        json.putArray("credentials").addObject().put("id", "p").put("format", "dc+sd-jwt");
    credential.putObject("meta").putArray("vct_values").add(TYPE.value());
    var claims = credential.putArray("claims");
    claims.addObject().putArray("path").add("kind");
    claims.addObject().putArray("path").add("roles");
    return DcqlQuery.parse(json);
  }
}
