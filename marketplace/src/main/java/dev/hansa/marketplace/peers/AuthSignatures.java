package dev.hansa.marketplace.peers;

import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.SignatureRoom;
import dev.hansa.servicekit.PeerClient;
import dev.hansa.servicekit.PeerUnavailable;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads signatures from marketplace-auth.
@Singleton
public final class AuthSignatures implements SignatureRoom {
  private final PeerClient peers;
  private final String base;

  public AuthSignatures(PeerClient peers, @Value("${hansa.urls.marketplace-auth}") String base) {
    this.peers = peers;
    this.base = base;
  }

  @Override
  public Optional<Given> find(String signatureId) {
    var id = URLEncoder.encode(signatureId, StandardCharsets.UTF_8);
    var answer = peers.get(base, "/signatures/" + id);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw new PeerUnavailable("marketplace-auth gave no signature: " + answer.status(), null);
    }
    var body = answer.body();
    if (!body.path("state").asText().equals("verified")) {
      return Optional.empty();
    }
    return Optional.of(
        new Given(
            signatureId,
            Json.text(body, "party", 512),
            Json.text(body, "agreementId", 128),
            Json.text(body, "termsHash", 128),
            Json.text(body, "kbJwtHash", 128)));
  }
}
