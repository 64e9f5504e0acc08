package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks members for credentials outside of sign-in, and takes what they show: at onboarding, as
/// evidence for acts, and as signatures.
public final class Asking {
  public static final int SUMMARY_MAX = 200;
  public static final int AGREEMENT_ID_MAX = 128;
  public static final String SIGNATURE_TYPE = "urn:hansa:agreement-signature:1";

  private final Presentations presentations;
  private final Showings showings;
  private final Members members;
  private final Pseudonyms pseudonyms;
  private final Ids ids;
  private final Clock clock;

  public Asking(
      Presentations presentations,
      Showings showings,
      Members members,
      Pseudonyms pseudonyms,
      Ids ids,
      Clock clock) {
    this.presentations = presentations;
    this.showings = showings;
    this.members = members;
    this.pseudonyms = pseudonyms;
    this.ids = ids;
    this.clock = clock;
  }

  /// An organisation wants to join, or to renew what is known of it.
  public Showing.Open onboarding(Did organisation) {
    return ask(
        Showing.Kind.ONBOARDING,
        organisation.toString(),
        Optional.empty(),
        Json.newObject(),
        Queries.onboarding(),
        List.of(),
        "Join the market: show your organisation's membership and, if it has one, its licence.");
  }

  /// An act needs more than sign-in showed.
  public Showing.Open evidence(String party, String agent, List<Vct> types) {
    var about = Json.newObject();
    var list = about.putArray("types");
    types.forEach(type -> list.add(type.value()));
    return ask(
        Showing.Kind.EVIDENCE,
        party,
        Optional.of(agent),
        about,
        Queries.evidence(types),
        List.of(),
        "Trade on the market: show what your order rests on.");
  }

  /// Somebody signs an agreement for an organisation: the holder's proof covers the terms' hash.
  public Showing.Open signature(
      String party, String agent, String agreementId, Bytes termsHash, String summary) {
    if (agreementId.isEmpty() || agreementId.length() > AGREEMENT_ID_MAX) {
      throw new MalformedInput("an agreementId has 1 to " + AGREEMENT_ID_MAX + " characters");
    }
    if (termsHash.length() != 32) {
      throw new MalformedInput("a termsHash is a SHA-256 hash");
    }
    if (summary.isBlank() || summary.length() > SUMMARY_MAX) {
      throw new MalformedInput("a summary has 1 to " + SUMMARY_MAX + " characters");
    }
    var about =
        Json.newObject().put("agreementId", agreementId).put("termsHash", termsHash.toBase64Url());
    var signed = about.deepCopy().put("type", SIGNATURE_TYPE);
    signed.putArray("credential_ids").add(Queries.MANDATE);
    return ask(
        Showing.Kind.SIGNATURE,
        party,
        Optional.of(agent),
        about,
        Queries.mandate(),
        List.of(signed),
        "Sign an agreement for your organisation: " + summary);
  }

  private Showing.Open ask(
      Showing.Kind kind,
      String owner,
      Optional<String> agent,
      ObjectNode about,
      ObjectNode dcql,
      List<ObjectNode> signed,
      String purpose) {
    var asked = presentations.ask(new Presentations.Query(dcql, signed, purpose, Optional.empty()));
    var open =
        new Showing.Open(new Showing.Head(ids.name(), kind, owner, agent, about, asked), false);
    showings.add(open);
    return open;
  }

  /// The showing as it is now. What was verified meanwhile is taken.
  public Optional<Showing> look(String id) {
    return showings
        .find(id)
        .map(showing ->
            switch (showing) {
              case Showing.Open open -> look(open);
              case Showing.Verified _, Showing.Refused _, Showing.Expired _ -> showing;
            });
  }

  private Showing look(Showing.Open open) {
    var head = open.head();
    if (open.over(clock.instant())) {
      return end(new Showing.Expired(head), List.of());
    }
    return switch (presentations.find(head.asked().requestId())) {
      case Presentations.Answer.Waiting(boolean fetched) -> new Showing.Open(head, fetched);
      case Presentations.Answer.Expired() -> end(new Showing.Expired(head), List.of());
      case Presentations.Answer.Refused(var refusal) ->
          end(new Showing.Refused(head, refusal), List.of());
      case Presentations.Answer.Verified verified -> take(head, verified);
    };
  }

  private Showing take(Showing.Head head, Presentations.Answer.Verified verified) {
    try {
      var refusal = refusal(head, verified);
      if (refusal.isPresent()) {
        return end(new Showing.Refused(head, refusal.get()), List.of());
      }
      var facts = new ArrayList<Fact>();
      for (var shown : verified.credentials()) {
        facts.add(shown.asFact(ids.name(), head.owner(), pseudonyms));
      }
      if (head.kind() == Showing.Kind.SIGNATURE && !facts.getFirst().agent().equals(agent(head))) {
        return end(new Showing.Refused(head, Refusal.OTHER_PERSON), List.of());
      }
      if (head.kind() == Showing.Kind.ONBOARDING) {
        members.join(head.owner(), false, clock.instant());
      }
      var kbJwt =
          head.kind() == Showing.Kind.SIGNATURE
              ? verified.credentials().getFirst().kbJwt()
              : Optional.<String>empty();
      return end(new Showing.Verified(head, facts.stream().map(Fact::id).toList(), kbJwt), facts);
    } catch (MalformedInput e) {
      return end(new Showing.Refused(head, Refusal.UNREADABLE), List.of());
    }
  }

  private Optional<Refusal> refusal(Showing.Head head, Presentations.Answer.Verified shown) {
    if (shown.credentials().isEmpty()) {
      return Optional.of(Refusal.UNREADABLE);
    }
    return switch (head.kind()) {
      case ONBOARDING -> Links.onboarding(shown, Did.parse(head.owner()));
      case EVIDENCE -> Links.evidence(shown, head.owner(), pseudonyms, clock.instant());
      case SIGNATURE -> {
        var mandate = shown.byQuery(Queries.MANDATE);
        yield mandate.isEmpty()
                || !Links.mandator(mandate.get())
                    .map(Did::toString)
                    .equals(Optional.of(head.owner()))
            ? Optional.of(Refusal.MANDATE_LINK)
            : Links.mandate(mandate.get())
                .or(() ->
                    mandate.get().kbJwt().isEmpty()
                        ? Optional.of(Refusal.UNREADABLE)
                        : Optional.empty());
      }
    };
  }

  private static String agent(Showing.Head head) {
    return head.agent().orElse("");
  }

  /// Of two that look at once one ends it; the other reads what it wrote.
  private Showing end(Showing ended, List<Fact> facts) {
    boolean current = ended.head().kind() != Showing.Kind.SIGNATURE;
    return showings.end(ended, facts, current)
        ? ended
        : showings.find(ended.head().id()).orElse(ended);
  }
}
