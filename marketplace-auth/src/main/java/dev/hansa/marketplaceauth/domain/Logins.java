package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.Did;
import dev.hansa.identity.Invariant;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Sign-in: whoever shows a mandate of a member, or their own membership, gets a session.
public final class Logins {
  public static final Duration LIFETIME = Duration.ofMinutes(10);
  public static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

  private final LoginStore store;
  private final Sessions sessions;
  private final Members members;
  private final Presentations presentations;
  private final Standings standings;
  private final Pseudonyms pseudonyms;
  private final Ids ids;
  private final Clock clock;
  private final Rules rules;

  /// How long a session lasts, how many logins may be open, and our base URL.
  public record Rules(Duration sessionLifetime, int openMax, URI base) {}

  public Logins(
      LoginStore store,
      Sessions sessions,
      Members members,
      Presentations presentations,
      Standings standings,
      Pseudonyms pseudonyms,
      Ids ids,
      Clock clock,
      Rules rules) {
    this.store = store;
    this.sessions = sessions;
    this.members = members;
    this.presentations = presentations;
    this.standings = standings;
    this.pseudonyms = pseudonyms;
    this.ids = ids;
    this.clock = clock;
    this.rules = rules;
  }

  /// What became of the wish to sign in.
  public sealed interface Start {
    /// `binding` is the secret of whoever started.
    record Started(Login login, String binding) implements Start {}

    /// Too many are open; later there is room again.
    record Busy() implements Start {}
  }

  public Start start(AuthorizationRequest request, Optional<Login.As> as) {
    var now = clock.instant();
    if (store.open(now) >= rules.openMax()) {
      return new Start.Busy();
    }
    var binding = ids.secret();
    var head = new Login.Head(ids.name(), Ids.hash(binding), request, now.plus(LIFETIME));
    var choosing = new Login.Choosing(head);
    store.add(choosing);
    return new Start.Started(as.<Login>map(who -> ask(head, who)).orElse(choosing), binding);
  }

  /// The login as it is now; what was shown meanwhile is taken.
  public Optional<Login> look(String id) {
    return store.find(id).map(this::look);
  }

  private Login look(Login login) {
    if (!clock.instant().isBefore(login.head().expires())) {
      return switch (login) {
        case Login.Done _, Login.Refused _ -> login;
        case Login.Choosing _, Login.Asking _, Login.Confirmed _, Login.Expired _ ->
            new Login.Expired(login.head());
      };
    }
    return switch (login) {
      case Login.Asking asking -> look(asking);
      case Login.Choosing _, Login.Confirmed _, Login.Done _, Login.Refused _, Login.Expired _ ->
          login;
    };
  }

  private Login look(Login.Asking asking) {
    var head = asking.head();
    return switch (presentations.find(asking.asked().requestId())) {
      case Presentations.Answer.Waiting(boolean fetched) ->
          new Login.Asking(head, asking.asked(), asking.as(), fetched);
      // Nobody answered in time: the same login may ask anew.
      case Presentations.Answer.Expired() -> ask(head, asking.as());
      case Presentations.Answer.Refused(var refusal) -> refuse(head, refusal);
      case Presentations.Answer.Verified verified -> take(asking, verified);
    };
  }

  /// Chooses as whom. Choosing again before anything was shown asks anew.
  public Login choose(Login login, Login.As as) {
    return switch (login) {
      case Login.Choosing(var head) -> ask(head, as);
      case Login.Asking(var head, _, var before, _) when before != as -> ask(head, as);
      case Login.Asking _, Login.Confirmed _, Login.Done _, Login.Refused _, Login.Expired _ ->
          login;
    };
  }

  private Login ask(Login.Head head, Login.As as) {
    var purpose =
        switch (as) {
          case PERSON -> "Sign in to the market: show that you are a member.";
          case ORGANISATION -> "Sign in to the market for your organisation: show your mandate.";
        };
    var back =
        head.request()
            .redirectUri()
            .map(_ -> URI.create(rules.base() + "/login/" + head.id() + "/return"));
    var asked =
        presentations.ask(
            new Presentations.Query(
                as == Login.As.PERSON ? Queries.person() : Queries.mandate(),
                java.util.List.of(),
                purpose,
                back));
    var asking = new Login.Asking(head, asked, as, false);
    return store.ask(asking) ? asking : store.find(head.id()).orElse(asking);
  }

  private Login take(Login.Asking asking, Presentations.Answer.Verified verified) {
    try {
      return switch (asking.as()) {
        case PERSON -> person(asking, verified);
        case ORGANISATION -> organisation(asking, verified);
      };
    } catch (MalformedInput e) {
      return refuse(asking.head(), Refusal.UNREADABLE);
    } catch (LedgerUnavailable e) {
      return new Login.Asking(asking.head(), asking.asked(), asking.as(), true);
    }
  }

  private Login person(Login.Asking asking, Presentations.Answer.Verified verified) {
    var head = asking.head();
    var participant = verified.byQuery(Queries.PARTICIPANT);
    if (participant.isEmpty() || participant.get().subject().isEmpty()) {
      return refuse(head, Refusal.UNREADABLE);
    }
    var refusal = Links.person(participant.get());
    if (refusal.isPresent()) {
      return refuse(head, refusal.get());
    }
    var party = pseudonyms.party(participant.get().subject().get());
    var fact = participant.get().asFact(ids.name(), party, pseudonyms);
    // The first sign-in makes a person a member.
    members.join(party, true, clock.instant());
    members.keep(fact, true);
    return confirm(head, fact, true, false, 1);
  }

  private Login organisation(Login.Asking asking, Presentations.Answer.Verified verified) {
    var head = asking.head();
    var mandate = verified.byQuery(Queries.MANDATE);
    if (mandate.isEmpty()) {
      return refuse(head, Refusal.UNREADABLE);
    }
    var refusal = Links.mandate(mandate.get());
    if (refusal.isPresent()) {
      return refuse(head, refusal.get());
    }
    var party = Links.mandator(mandate.get()).map(Did::toString).orElse("");
    var membership = members.find(party).flatMap(m -> m.fact(Attested.PARTICIPANT));
    if (membership.isEmpty()) {
      return refuse(head, Refusal.NOT_A_MEMBER);
    }
    var standing = standings.of(membership.get(), true);
    if (standing.isOver(clock.instant())) {
      return refuse(head, Refusal.MEMBERSHIP_NOT_VALID);
    }
    if (!standing.confirmed()) {
      return new Login.Asking(head, asking.asked(), asking.as(), true);
    }
    var fact = mandate.get().asFact(ids.name(), party, pseudonyms);
    members.keep(fact, false);
    return confirm(head, fact, false, fact.mandate().machine(), fact.mandate().loa());
  }

  private Login confirm(Login.Head head, Fact fact, boolean self, boolean machine, int loa) {
    var now = clock.instant();
    var latest = now.plus(rules.sessionLifetime());
    var session =
        new Session.Open(
            new Session.Head(
                ids.name(),
                fact.party(),
                fact.agent(),
                fact.id(),
                self,
                machine,
                loa,
                head.request().clientId(),
                now,
                fact.validUntil().isBefore(latest) ? fact.validUntil() : latest));
    var confirmed = new Login.Confirmed(head, session.head().id());
    return store.confirm(confirmed, session) ? confirmed : store.find(head.id()).orElse(confirmed);
  }

  private Login refuse(Login.Head head, Refusal refusal) {
    var refused = new Login.Refused(head, refusal);
    return store.refuse(refused) ? refused : store.find(head.id()).orElse(refused);
  }

  /// Gives out the code of a confirmed login, to one caller.
  public Optional<String> finish(Login.Confirmed confirmed) {
    if (!store.finish(new Login.Done(confirmed.head()))) {
      return Optional.empty();
    }
    var code = ids.secret();
    var request = confirmed.head().request();
    var expires = clock.instant().plus(CODE_LIFETIME);
    Invariant.holds(
        sessions.find(confirmed.sessionId()).isPresent(), "a confirmed login has a session");
    sessions.issue(code, new Grant(Grant.Kind.CODE, confirmed.sessionId(), request, expires));
    return Optional.of(code);
  }

  public void forget(Instant before) {
    store.forget(before);
  }
}
