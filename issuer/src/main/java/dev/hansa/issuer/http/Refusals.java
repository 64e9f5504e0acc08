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

  static HttpResponse<String> claims(List<Refusal> refusals) {
    return Answers.reasons(
        HttpStatus.UNPROCESSABLE_ENTITY,
        "claims-refused",
        "The claims are not those of this credential type",
        refusals,
        Optional.empty());
  }
}
