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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads evidence from marketplace-auth, which verified it. Raw metering point numbers stay there.
@Singleton
public final class AuthEvidence implements EvidenceRoom {
  private static final int KEY_MAX = 128;
  private static final int KEPT_MAX = 10_000;
  private static final Duration KEPT_FOR = Duration.ofMinutes(1);

  private final PeerClient peers;
  private final String base;
  private final Clock clock;
  private final Map<String, Kept> verified = new Recent();

  public AuthEvidence(
      PeerClient peers, @Value("${hansa.urls.marketplace-auth}") String base, Clock clock) {
    this.peers = peers;
    this.base = base;
    this.clock = clock;
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
    for (var fact : facts(evidenceId)) {
      if (fact.has(member)) {
        return Optional.of(fact);
      }
    }
    return Optional.empty();
  }

  /// What was shown does not change any more; whether it still counts, each decision looks at anew.
  private List<JsonNode> facts(String evidenceId) {
    var now = clock.instant();
    synchronized (verified) {
      var kept = verified.get(evidenceId);
      if (kept != null && now.isBefore(kept.until())) {
        return kept.facts();
      }
    }
    var facts = ask(evidenceId);
    if (!facts.isEmpty()) {
      synchronized (verified) {
        verified.put(evidenceId, new Kept(facts, now.plus(KEPT_FOR)));
      }
    }
    return facts;
  }

  private List<JsonNode> ask(String evidenceId) {
    var id = URLEncoder.encode(evidenceId, StandardCharsets.UTF_8);
    var answer = peers.get(base, "/evidence/" + id);
    if (answer.status() == 404) {
      return List.of();
    }
    if (!answer.isSuccess()) {
      throw new PeerUnavailable("marketplace-auth gave no evidence: " + answer.status(), null);
    }
    var facts = new ArrayList<JsonNode>();
    if (answer.body().path("state").asText().equals("verified")) {
      answer.body().path("facts").forEach(facts::add);
    }
    return List.copyOf(facts);
  }

  private record Kept(List<JsonNode> facts, Instant until) {}

  private static final class Recent extends LinkedHashMap<String, Kept> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
      return size() > KEPT_MAX;
    }
  }
}
