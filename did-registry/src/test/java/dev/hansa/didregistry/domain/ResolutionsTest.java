package dev.hansa.didregistry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidDocument;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.DidMethods;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidVersion;
import dev.hansa.identity.Json;
import dev.hansa.identity.VerificationKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolutionsTest {
  private static final String DID = "did:indy:hansa:WgWxqztrNooG92RXvxSTWv";
  private static final Set<String> METHODS = Set.of("indy", "key", "jwk");

  private DidVersion asked = DidVersion.LATEST;

  private final Resolutions resolutions =
      new Resolutions(DidMethods.withLedger((did, version) -> document(did, version)), METHODS);

  private DidResolution document(Did did, DidVersion version) {
    asked = version;
    var json = Json.newObject().put("id", did.toString());
    json.putArray("verificationMethod")
        .addObject()
        .put("id", "#verkey")
        .put("type", "Ed25519VerificationKey2018")
        .put("controller", did.toString())
        .put("publicKeyBase58", "CnEDk9HrMnmiHXEV1WFgbVCRteYnPqsJwrTdcZaNhFVW");
    json.putArray("authentication").add("#verkey");
    json.putArray("service").addObject().put("id", "#market").put("type", "Market");
    return new DidResolution.Resolved(DidDocument.parse(json), DidResolution.Metadata.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "did",
        "did:indy",
        "did:Indy:x",
        "urn:indy:hansa:x",
        "did:indy:",
        "did:indy:hansa:x#key",
        "did:indy:hansa:x/path"
      })
  void what_is_not_a_did_is_told_so(String text) {
    assertThat(resolutions.resolve(text, Map.of())).isInstanceOf(Resolution.InvalidDid.class);
  }

  @Test
  void a_method_that_is_not_ours_is_told_before_any_option_is_looked_at() {
    assertThat(resolutions.resolve("did:web:example.org", Map.of("nonsense", List.of("1"))))
        .isInstanceOf(Resolution.MethodNotSupported.class);
  }

  @Test
  void an_unknown_option_is_told_before_a_wrong_one() {
    var query = Map.of("versionTime", List.of("yesterday"), "service", List.of("files"));
    assertThat(resolutions.resolve(DID, query)).isInstanceOf(Resolution.FeatureNotSupported.class);
  }

  @ParameterizedTest
  @CsvSource({
    "versionTime, 2026-01-31",
    "versionTime, 2026-01-31T12:00:00",
    "versionTime, 2026-01-31T12:00:00.5Z",
    "versionTime, 2026-01-31T12:00:00+01:00",
    "versionTime, 2026-02-31T12:00:00Z",
    "versionId, ''",
    "versionId, 'a b'",
    "expandRelativeUrls, yes"
  })
  void an_option_that_cannot_be_read_is_invalid(String name, String value) {
    assertThat(resolutions.resolve(DID, Map.of(name, List.of(value))))
        .isInstanceOf(Resolution.InvalidOptions.class);
  }

  @Test
  void an_option_that_stands_twice_is_invalid() {
    assertThat(resolutions.resolve(DID, Map.of("versionId", List.of("1", "1"))))
        .isInstanceOf(Resolution.InvalidOptions.class);
  }

  @Test
  void version_id_and_version_time_together_are_invalid() {
    var query = Map.of("versionId", List.of("1"), "versionTime", List.of("2026-01-31T12:00:00Z"));
    assertThat(resolutions.resolve(DID, query)).isInstanceOf(Resolution.InvalidOptions.class);
  }

  @Test
  void a_version_id_has_at_most_64_characters() {
    assertThat(resolutions.resolve(DID, Map.of("versionId", List.of("1".repeat(64)))))
        .isInstanceOf(Resolution.Resolved.class);
    assertThat(resolutions.resolve(DID, Map.of("versionId", List.of("1".repeat(65)))))
        .isInstanceOf(Resolution.InvalidOptions.class);
  }

  @Test
  void the_version_that_is_asked_for_is_the_one_that_is_looked_up() {
    var _ = resolutions.resolve(DID, Map.of("versionTime", List.of("2026-01-31T12:00:00Z")));
    assertThat(asked).isEqualTo(new DidVersion.At(Instant.parse("2026-01-31T12:00:00Z")));
    var _ = resolutions.resolve(DID, Map.of("versionId", List.of("17")));
    assertThat(asked).isEqualTo(new DidVersion.Id("17"));
  }

  @Test
  void relative_names_stay_unless_they_are_to_be_expanded() {
    assertThat(resolved(Map.of()).at("/authentication/0").asText()).isEqualTo("#verkey");
    var expanded = resolved(Map.of("expandRelativeUrls", List.of("true")));
    assertThat(expanded.at("/authentication/0").asText()).isEqualTo(DID + "#verkey");
    assertThat(expanded.at("/verificationMethod/0/id").asText()).isEqualTo(DID + "#verkey");
    assertThat(expanded.at("/service/0/id").asText()).isEqualTo(DID + "#market");
    assertThat(expanded.at("/id").asText()).isEqualTo(DID);
  }

  @Test
  void did_jwk_needs_no_ledger() {
    var jwk =
        Json.newObject()
            .put("crv", "P-256")
            .put("kty", "EC")
            .put("x", "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0")
            .put("y", "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE");
    var did = DidJwk.of(VerificationKey.fromJwk(jwk));
    assertThat(resolutions.resolve(did.toString(), Map.of()))
        .isInstanceOf(Resolution.Resolved.class);
  }

  private ObjectNode resolved(Map<String, List<String>> query) {
    return switch (resolutions.resolve(DID, query)) {
      case Resolution.Resolved(var document, _) -> document;
      default -> throw new AssertionError("the DID resolves");
    };
  }
}
