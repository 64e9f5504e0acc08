package dev.hansa.issuer.http;

import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Refusal;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.util.List;
import java.util.Optional;

/// How the operator learns why a credential is not offered or issued.
final class Refusals {
  private Refusals() {}

  static HttpResponse<String> refused(Refusal refusal, Vct vct) {
    return Answers.reasons(
        HttpStatus.FORBIDDEN,
        "refused",
        "The issuer may not issue this",
        List.of(refusal),
        Optional.of(vct.value()));
  }

  /// An offer whose holder shows who it is, by an issuer that can ask nobody.
  static HttpResponse<String> cannotAsk(Vct vct) {
    return refused(
        new Refusal(
            "authorization-code", "the issuer has a verifier and a key to ask it who comes"),
        vct);
  }

  static HttpResponse<String> claims(List<Refusal> refusals) {
    return Answers.reasons(
        HttpStatus.UNPROCESSABLE_ENTITY,
        "claims-refused",
        "The claims are not those of this credential type",
        refusals,
        Optional.empty());
  }
}
