package dev.hansa.marketplaceauth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RuleTypesTest {
  @Test
  void every_rule_about_a_credential_names_its_type() throws IOException {
    var stream = RuleTypesTest.class.getResourceAsStream("/policies/policies.cedar");
    var text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    var rules = Pattern.compile("@id\\(\"(F[^\"]+)\"\\)").matcher(text);
    int seen = 0;
    while (rules.find()) {
      var rule = rules.group(1);
      if (rule.matches(".*-(revoked|expired|stale|missing)")
          && !rule.matches("F12-(transfer|use)-expired|F13-case-missing")) {
        assertThat(RuleTypes.of(rule)).as(rule).isPresent();
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(30);
  }

  @Test
  void the_type_is_the_one_that_the_rule_looks_at() {
    var expected =
        Map.of(
            "F01-licence-revoked", "csp-licence",
            "F07-provider-licence-missing", "csp-licence",
            "F07-cosigner-mandate-stale", "mandate",
            "F02-band-not-licensed", "csp-licence",
            "F03-export-ceiling", "grid-connection-point",
            "F04-cover", "payment-capability",
            "F04-mandate-limit", "mandate",
            "F08-probe-expired", "mandate",
            "F10-participant-revoked", "participant",
            "F13-audit-mandate-expired", "audit-mandate");
    expected.forEach((rule, type) ->
        assertThat(RuleTypes.of(rule).orElseThrow().value())
            .as(rule)
            .isEqualTo("urn:hansa:" + type + ":1"));
    assertThat(RuleTypes.of("F03-gate-closed")).isEmpty();
    assertThat(RuleTypes.of("F09-disputed")).isEmpty();
  }
}
