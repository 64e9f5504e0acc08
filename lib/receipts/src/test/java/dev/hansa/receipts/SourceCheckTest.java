package dev.hansa.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceCheckTest {
  private static final Did AUTHORITY = Did.parse("did:indy:hansa:authority");
  private static final Instant CHECKED = Instant.parse("2026-11-22T11:59:59Z");
  private static final Instant EXPIRES = Instant.parse("2027-01-01T00:00:00Z");

  private static CredentialEvidence evidence(boolean accredited) {
    return new CredentialEvidence(
        Vct.hansa("participant"),
        AUTHORITY,
        new DidUrl(AUTHORITY, "assert"),
        Instant.parse("2026-01-01T00:00:00Z"),
        EXPIRES,
        Bytes.utf8("c").sha256(),
        Optional.empty(),
        CHECKED,
        accredited,
        true,
        Optional.empty());
  }

  private static Evaluation evaluation() {
    var organisation = EntityId.market("Organisation", "o");
    var attrs = Json.newObject().put("country", "SE");
    attrs
        .putObject("participant")
        .put("ok", true)
        .put("checkedAt", CHECKED.toString())
        .put("validUntil", EXPIRES.toString());
    return new Evaluation(
        EntityId.market("Agent", "a"),
        "openDispute",
        EntityId.market("Settlement", "s"),
        Json.newObject().put("now", "2026-11-22T12:00:00Z"),
        List.of(
            new EntityFacts(organisation, attrs),
            new EntityFacts(EntityId.market("Agent", "a"), Json.newObject().put("self", true))));
  }

  private static List<FactSource> sources() {
    return List.of(
        new FactSource.FromIssuer("/context"),
        new FactSource.FromIssuer("/entities/0"),
        new FactSource.FromCredential("/entities/0/attrs/participant", 0),
        new FactSource.FromIssuer("/entities/1"));
  }

  private static Optional<String> check(List<FactSource> sources, CredentialEvidence evidence) {
    return SourceCheck.problem(evaluation(), sources, List.of(evidence));
  }

  @Test
  void facts_that_all_have_a_source_pass() {
    assertThat(check(sources(), evidence(true))).isEmpty();
  }

  @Test
  void a_fact_without_a_source_is_found() {
    for (int i = 0; i < sources().size(); i++) {
      var fewer = new ArrayList<>(sources());
      var _ = fewer.remove(i);
      assertThat(check(fewer, evidence(true))).isPresent();
    }
  }

  @Test
  void a_standing_that_its_credential_does_not_have_is_found() {
    assertThat(check(sources(), evidence(false)))
        .contains("a credential's standing in the facts is the one of its evidence");
  }

  @Test
  void a_standing_from_anything_but_a_credential_is_found() {
    var issuer = new ArrayList<>(sources());
    issuer.set(2, new FactSource.FromIssuer("/entities/0/attrs/participant"));
    assertThat(check(issuer, evidence(true))).isPresent();
    issuer.set(2, new FactSource.FromService("/entities/0/attrs/participant", AUTHORITY));
    assertThat(check(issuer, evidence(true))).isPresent();
  }

  @Test
  void no_service_speaks_for_the_principal() {
    var service = new ArrayList<>(sources());
    service.set(3, new FactSource.FromService("/entities/1", AUTHORITY));
    assertThat(check(service, evidence(true))).contains("no service speaks for the principal");
  }

  @Test
  void a_place_outside_the_evaluation_and_a_credential_outside_the_list_are_found() {
    var outside = new ArrayList<>(sources());
    outside.add(new FactSource.FromLedger("/entities/7"));
    assertThat(check(outside, evidence(true))).isPresent();
    var unknown = new ArrayList<>(sources());
    unknown.set(2, new FactSource.FromCredential("/entities/0/attrs/participant", 1));
    assertThat(check(unknown, evidence(true))).isPresent();
  }

  @Test
  void a_place_has_one_source() {
    var twice = new ArrayList<>(sources());
    twice.add(new FactSource.FromLedger("/context"));
    assertThat(check(twice, evidence(true))).contains("a place has one source");
  }

  @Test
  void sources_and_evidence_read_back_as_they_were_written() {
    for (var source : sources()) {
      assertThat(FactSource.parse(Json.parse(source.toJson().toString()))).isEqualTo(source);
    }
    var evidence = evidence(true);
    assertThat(CredentialEvidence.parse(Json.parse(evidence.toJson().toString())))
        .isEqualTo(evidence);
  }
}
