package dev.hansa.issuer.domain;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hansa.issuer.domain.onboarding.OnboardingRequest;
import java.nio.charset.StandardCharsets;

/// What an operator asks for: an offer, a credential at once, an onboarding.
class IssueRequestFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    Refusals.readOrRefused(() -> IssueRequest.parseOffer(text));
    Refusals.readOrRefused(() -> IssueRequest.parseAtOnce(text));
    Refusals.readOrRefused(() -> OnboardingRequest.parse(text, "hansa"));
  }
}
