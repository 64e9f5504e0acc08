package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;

/// Takes notice of what a wallet tells, [OpenID4VCI 1.0, section
/// 11](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html). The last word
/// counts: a credential may be accepted and deleted later.
public final class Noticing {
  public static final int BODY_MAX = 8192;

  private static final int DESCRIPTION_MAX = 4096;

  private final Issuances issuances;
  private final IssuerSecret secret;
  private final Clock clock;

  public Noticing(Issuances issuances, IssuerSecret secret, Clock clock) {
    this.issuances = issuances;
    this.secret = secret;
    this.clock = clock;
  }

  /// A notification as it was sent. What it says in words is looked at and not kept: it may name
  /// the holder.
  public record Notification(String id, Notice.Event event) {
    public static Notification parse(String body) {
      var json = Json.parseObject(body, BODY_MAX);
      var word = Json.text(json, "event", 64);
      var event =
          Arrays.stream(Notice.Event.values())
              .filter(each -> each.word().equals(word))
              .findFirst()
              .orElseThrow(() ->
                  new MalformedInput(
                      "the event is credential_accepted, credential_failure or"
                          + " credential_deleted"));
      requireDescription(json);
      return new Notification(Json.text(json, "notification_id", 256), event);
    }

    private static void requireDescription(ObjectNode json) {
      if (json.has("event_description")) {
        var _ = Json.text(json, "event_description", DESCRIPTION_MAX);
      }
    }
  }

  /// What became of it. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    record InvalidToken() implements Outcome {}

    record UnknownId() implements Outcome {}

    record Noted(String issuance) implements Outcome {}
  }

  /// Whether this token may speak here, before what it says is read.
  public boolean isKnown(Tenant tenant, AccessToken token) {
    return held(tenant, token).isPresent();
  }

  public Outcome note(Tenant tenant, AccessToken token, Notification notification) {
    var held = held(tenant, token);
    if (held.isEmpty()) {
      return new Outcome.InvalidToken();
    }
    var named = secret.issuanceOfNotification(notification.id());
    if (!(held.get().issuance() instanceof Issuance.Issued issued)
        || !named.equals(Optional.of(issued.about().id()))) {
      return new Outcome.UnknownId();
    }
    issuances.note(issued, new Notice(notification.event(), clock.instant()));
    return new Outcome.Noted(issued.about().id());
  }

  private Optional<Issuances.Held> held(Tenant tenant, AccessToken token) {
    return issuances
        .findByToken(tenant.name(), token.hash())
        .filter(held -> held.dpopKey().equals(token.dpopKey()))
        .filter(held -> clock.instant().isBefore(held.expires()));
  }
}
