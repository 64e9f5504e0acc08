package dev.hansa.marketplace.peers;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketplace.domain.Verifications;
import dev.hansa.servicekit.PeerClient;
import dev.hansa.servicekit.PeerUnavailable;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;

/// Asks the verifier's `POST /verify`.
@Singleton
public final class VerifierService implements Verifications {
  private final PeerClient peers;
  private final String base;

  public VerifierService(PeerClient peers, @Value("${hansa.urls.verifier}") String base) {
    this.peers = peers;
    this.base = base;
  }

  @Override
  public Verified verify(String credential, String vct) {
    var body = Json.newObject().put("presentation", credential).put("requireHolderBinding", false);
    var query = body.putObject("dcql_query").putArray("credentials").addObject();
    query.put("id", "handed").put("format", "dc+sd-jwt");
    query.put("require_cryptographic_holder_binding", false);
    query.putObject("meta").putArray("vct_values").add(vct);
    // What is settled moves value: the status may not be older than a second.
    body.put("statusAgeMaxSeconds", 1);
    var answer = peers.post(base, "/verify", body);
    if (answer.status() == 400) {
      throw new MalformedInput("the credential is an SD-JWT VC of at most 64 KiB");
    }
    if (!answer.isSuccess()) {
      throw new PeerUnavailable("the verifier gave no result: " + answer.status(), null);
    }
    try {
      var result = Json.object(answer.body(), "result");
      if (!result.path("verified").asBoolean(false)) {
        return new Verified.Refused(
            result.path("reason").asText("refused"), result.path("sentence").asText(""));
      }
      var found = Json.array(result, "credentials", 8).get(0);
      return new Verified.Valid(
          Json.text(found, "issuer", 512),
          Json.object(found, "claims"),
          Json.text(found, "credentialHash", 128),
          result.path("ledgerHeight").asLong());
    } catch (MalformedInput e) {
      throw new PeerUnavailable("the verifier's result cannot be read", e);
    }
  }
}
