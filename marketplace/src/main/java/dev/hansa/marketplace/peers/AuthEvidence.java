package dev.hansa.marketplace.peers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.EvidenceRoom;
import dev.hansa.servicekit.PeerClient;
import dev.hansa.servicekit.PeerUnavailable;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads evidence from marketplace-auth, which verified it. Raw metering point numbers stay there.
@Singleton
public final class AuthEvidence implements EvidenceRoom {
  private static final int KEY_MAX = 128;

  private final PeerClient peers;
  private final String base;

  public AuthEvidence(PeerClient peers, @Value("${hansa.urls.marketplace-auth}") String base) {
    this.peers = peers;
    this.base = base;
  }

  @Override
  public Optional<Meter> meter(String evidenceId) {
    return fact(evidenceId, "meterKey")
        .map(fact ->
            new Meter(
                evidenceId,
                Json.text(fact, "party", 512),
                Json.text(fact, "meterKey", KEY_MAX),
                Json.text(fact, "zone", 64),
                fact.path("maxExportWhPerInterval").asLong(),
                fact.path("maxImportWhPerInterval").asLong()));
  }

  @Override
  public Optional<Payment> payment(String evidenceId) {
    return fact(evidenceId, "limitMinor")
        .map(fact ->
            new Payment(
                evidenceId,
                Json.text(fact, "party", 512),
                Json.text(fact, "currency", 3),
                fact.path("limitMinor").asLong()));
  }

  @Override
  public String meterKey(String meteringPointId) {
    var answer =
        peers.post(base, "/meter-keys", Json.newObject().put("meteringPointId", meteringPointId));
    if (!answer.isSuccess()) {
      throw new PeerUnavailable("marketplace-auth gave no meter key: " + answer.status(), null);
    }
    return Json.text(answer.body(), "meterKey", KEY_MAX);
  }

  private Optional<JsonNode> fact(String evidenceId, String member) {
    var id = URLEncoder.encode(evidenceId, StandardCharsets.UTF_8);
    var answer = peers.get(base, "/evidence/" + id);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw new PeerUnavailable("marketplace-auth gave no evidence: " + answer.status(), null);
    }
    if (!answer.body().path("state").asText().equals("verified")) {
      return Optional.empty();
    }
    for (var fact : answer.body().path("facts")) {
      if (fact.has(member)) {
        return Optional.of(fact);
      }
    }
    return Optional.empty();
  }
}
