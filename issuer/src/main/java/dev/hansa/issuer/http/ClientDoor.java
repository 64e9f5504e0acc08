package dev.hansa.issuer.http;

import dev.hansa.issuer.domain.AttestationChallenges;
import dev.hansa.issuer.domain.ClientPolicy.Method;
import dev.hansa.issuer.domain.ClientProofs;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.servicekit.Form;
import dev.hansa.servicekit.UsedTokens;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/// Which client calls the token or the PAR endpoint, and whether the issuer lets it in.
@Singleton
final class ClientDoor {
  static final String ATTESTATION = "OAuth-Client-Attestation";
  static final String POP = "OAuth-Client-Attestation-PoP";
  static final String CHALLENGE = "OAuth-Client-Attestation-Challenge";

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final AttestationChallenges challenges;
  private final UsedTokens used;
  private final Clock clock;

  ClientDoor(AttestationChallenges challenges, UsedTokens used, Clock clock) {
    this.challenges = challenges;
    this.used = used;
    this.clock = clock;
  }

  /// Who calls. `clientId` of a client that showed nothing is what it says of itself.
  record Client(Optional<String> clientId, boolean shown) {}

  sealed interface Entry {
    record Refused(MutableHttpResponse<String> answer) implements Entry {}

    record Let(Client client) implements Entry {}
  }

  Entry look(HttpRequest<?> request, Tenant tenant, Form form) {
    var attestations = request.getHeaders().getAll(ATTESTATION);
    var pops = request.getHeaders().getAll(POP);
    var assertion = form.find("client_assertion");
    var policy = tenant.policy().clients();
    if ((!attestations.isEmpty() || !pops.isEmpty()) && assertion.isPresent()) {
      return refused(tenant, "invalid_request", "a client shows who it is in one way");
    }
    if (!attestations.isEmpty() || !pops.isEmpty()) {
      if (!policy.allows(Method.ATTESTATION)) {
        // A wallet that shows more than it must is as welcome as one that shows nothing.
        return anonymous(tenant, form);
      }
      if (attestations.size() != 1 || pops.size() != 1) {
        return refused(
            tenant,
            "invalid_client_attestation",
            "an attestation comes with its proof, each in its header once");
      }
      return shown(
          tenant,
          form,
          ClientProofs.attested(
              tenant,
              attestations.getFirst(),
              pops.getFirst(),
              challenge -> challenges.isFresh(tenant.name(), challenge, clock.instant()),
              clock.instant()));
    }
    if (assertion.isPresent()) {
      if (!policy.allows(Method.PRIVATE_KEY)
          || !form.find("client_assertion_type").equals(Optional.of(ASSERTION_TYPE))) {
        return refused(
            tenant, "invalid_client", "this issuer does not take a client assertion of this type");
      }
      return shown(
          tenant,
          form,
          ClientProofs.asserted(
              tenant,
              assertion.get(),
              Set.of(
                  tenant.identifier().toString(),
                  tenant.at("/token").toString(),
                  tenant.at("/par").toString()),
              clock.instant()));
    }
    return anonymous(tenant, form);
  }

  private Entry anonymous(Tenant tenant, Form form) {
    var clientId = form.find("client_id");
    var policy = tenant.policy().clients();
    // Who is registered with a key has to use it.
    if (!policy.allows(Method.NONE)
        || clientId.map(policy.registered()::containsKey).orElse(false)) {
      return refused(tenant, "invalid_client", "a wallet shows this issuer which client it is");
    }
    return new Entry.Let(new Client(clientId, false));
  }

  private Entry shown(Tenant tenant, Form form, ClientProofs.Check check) {
    return switch (check) {
      case ClientProofs.Check.Refused(var error, var says) -> refused(tenant, error, says);
      case ClientProofs.Check.Shown(var clientId, var jti, var expires) -> {
        if (form.find("client_id").isPresent()
            && !form.find("client_id").equals(Optional.of(clientId))) {
          yield refused(tenant, "invalid_client", "the client_id is the one that was shown");
        }
        var mark = tenant.name() + " " + clientId + " " + jti;
        yield used.use("client:" + AttestationChallenges.mark(mark), expires)
            ? new Entry.Let(new Client(Optional.of(clientId), true))
            : refused(tenant, "invalid_client", "the proof's jti is used once");
      }
    };
  }

  private Entry refused(Tenant tenant, String error, String says) {
    var answer = Answers.badRequest(error, says);
    return new Entry.Refused(
        tenant.policy().clients().allows(Method.ATTESTATION)
            ? answer.header(CHALLENGE, challenges.make(tenant.name(), clock.instant()))
            : answer);
  }
}
