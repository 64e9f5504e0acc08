package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.LedgerUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Exchanges codes and refresh tokens for tokens. A secret that comes twice ends its session.
public final class TokenExchange {
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  private final Sessions sessions;
  private final Members members;
  private final Standings standings;
  private final Tokens tokens;
  private final Ids ids;
  private final Clock clock;
  private final String marketplace;

  public TokenExchange(
      Sessions sessions,
      Members members,
      Standings standings,
      Tokens tokens,
      Ids ids,
      Clock clock,
      String marketplace) {
    this.sessions = sessions;
    this.members = members;
    this.standings = standings;
    this.tokens = tokens;
    this.ids = ids;
    this.clock = clock;
    this.marketplace = marketplace;
  }

  /// What the client presents. `thumbprint` is of the DPoP key it proved to hold.
  public record Presented(
      Client client,
      Optional<String> redirectUri,
      Optional<String> verifier,
      Optional<String> resource,
      Optional<String> thumbprint) {}

  public sealed interface Outcome {
    /// What was presented is not good, or not good any more.
    record InvalidGrant(String rule) implements Outcome {}

    record InvalidTarget() implements Outcome {}

    /// The credentials could not be looked at; the same request may come again.
    record Unconfirmed() implements Outcome {}

    record Issued(
        String accessToken,
        boolean bound,
        String idToken,
        Optional<String> refreshToken,
        List<String> scope)
        implements Outcome {
      @Override
      public String toString() {
        return "Issued[hidden]";
      }
    }
  }

  public Outcome code(String code, Presented presented) {
    var now = clock.instant();
    var seen = sessions.look(Grant.Kind.CODE, code);
    // Another client's request does not spend the code.
    if (seen.isEmpty() || !seen.get().request().clientId().equals(presented.client().id())) {
      return new Outcome.InvalidGrant("the code is one that this client got");
    }
    // Looked at before the code is taken: of two that come at once the first gets its tokens,
    // though
    // the second then ends the session.
    var session = open(seen.get());
    return switch (sessions.take(Grant.Kind.CODE, code, now)) {
      case Sessions.Taking.Unknown() ->
          new Outcome.InvalidGrant("the code is one that this client got");
      case Sessions.Taking.Expired() -> new Outcome.InvalidGrant("the code is used in its time");
      case Sessions.Taking.UsedBefore(var grant) -> {
        sessions.end(grant.sessionId(), Session.Because.REUSE, now);
        yield new Outcome.InvalidGrant("the code is used once");
      }
      case Sessions.Taking.Taken(var grant) -> redeem(grant, session, presented);
    };
  }

  private Outcome redeem(Grant grant, Optional<Session.Head> session, Presented presented) {
    var request = grant.request();
    if (!request.redirectUri().equals(presented.redirectUri())) {
      return new Outcome.InvalidGrant("the redirect_uri is the one of the authorization request");
    }
    if (presented.verifier().isEmpty()
        || !VERIFIER.matcher(presented.verifier().get()).matches()
        || !Bytes.utf8(challenge(presented.verifier().get()))
            .equalsInConstantTime(Bytes.utf8(request.codeChallenge()))) {
      return new Outcome.InvalidGrant("the code_verifier fits the code_challenge");
    }
    if (request.keyBound().isPresent() && !request.keyBound().equals(presented.thumbprint())) {
      return new Outcome.InvalidGrant("the code is used with the key that it is bound to");
    }
    return issue(grant, session, presented);
  }

  public Outcome refresh(String token, Presented presented) {
    var now = clock.instant();
    var seen = sessions.look(Grant.Kind.REFRESH, token);
    if (seen.isEmpty()
        || !seen.get().request().clientId().equals(presented.client().id())
        || presented.thumbprint().isEmpty()
        || !seen.get().request().keyBound().equals(presented.thumbprint())) {
      return new Outcome.InvalidGrant("the refresh token is this client's, with its key");
    }
    var open = open(seen.get());
    if (open.isPresent()) {
      switch (credentials(open.get())) {
        case GOOD -> {}
        case OVER -> {
          sessions.end(open.get().id(), Session.Because.CREDENTIAL, now);
          return new Outcome.InvalidGrant("the session ended with its credential");
        }
        case UNCONFIRMED -> {
          return new Outcome.Unconfirmed();
        }
      }
    }
    return switch (sessions.take(Grant.Kind.REFRESH, token, now)) {
      case Sessions.Taking.Unknown(), Sessions.Taking.Expired() ->
          new Outcome.InvalidGrant("the refresh token is used in its time");
      case Sessions.Taking.UsedBefore(var grant) -> {
        sessions.end(grant.sessionId(), Session.Because.REUSE, now);
        yield new Outcome.InvalidGrant("the refresh token is used once");
      }
      case Sessions.Taking.Taken(var grant) -> issue(grant, open, presented);
    };
  }

  private enum Credentials {
    GOOD,
    OVER,
    UNCONFIRMED
  }

  /// Whether a session still stands on good credentials.
  private Credentials credentials(Session.Head session) {
    var member = members.find(session.party());
    var facts = members.facts(List.of(session.fact()));
    var membership = member.flatMap(m -> m.fact(Attested.PARTICIPANT));
    if (facts.isEmpty() || membership.isEmpty()) {
      return Credentials.OVER;
    }
    try {
      var now = clock.instant();
      for (var fact : List.of(facts.getFirst(), membership.get())) {
        var standing = standings.of(fact, true);
        if (standing.isOver(now)) {
          return Credentials.OVER;
        }
        if (!standing.confirmed()) {
          return Credentials.UNCONFIRMED;
        }
      }
      return Credentials.GOOD;
    } catch (LedgerUnavailable e) {
      return Credentials.UNCONFIRMED;
    }
  }

  private Optional<Session.Head> open(Grant grant) {
    return sessions
        .find(grant.sessionId())
        .filter(s -> s instanceof Session.Open)
        .map(Session::head)
        .filter(head -> clock.instant().isBefore(head.expires()));
  }

  private Outcome issue(Grant grant, Optional<Session.Head> session, Presented presented) {
    var member = session.flatMap(s -> members.find(s.party()));
    if (session.isEmpty() || member.isEmpty()) {
      return new Outcome.InvalidGrant("the session is open");
    }
    var request = grant.request();
    var asked = presented.resource().or(request::resource);
    var resource = asked.orElse(marketplace);
    if (presented.thumbprint().isEmpty()) {
      if (asked.isPresent()) {
        return new Outcome.InvalidTarget(); // Only tokens bound to a key go there.
      }
      var access = tokens.bearer(session.get(), request, presented.client().sector());
      return issued(session.get(), request, presented.client(), access, Optional.empty());
    }
    if (!presented.client().resources().contains(resource)) {
      return new Outcome.InvalidTarget();
    }
    var thumbprint = presented.thumbprint().get();
    var access = tokens.bound(session.get(), request, member.get(), resource, thumbprint);
    var refresh = ids.secret();
    sessions.issue(
        refresh,
        new Grant(
            Grant.Kind.REFRESH,
            session.get().id(),
            request.boundTo(thumbprint),
            session.get().expires()));
    return issued(session.get(), request, presented.client(), access, Optional.of(refresh));
  }

  private Outcome issued(
      Session.Head session,
      AuthorizationRequest request,
      Client client,
      String access,
      Optional<String> refresh) {
    return new Outcome.Issued(
        access,
        refresh.isPresent(),
        tokens.id(session, request, client, access),
        refresh,
        request.scope());
  }

  /// `S256` of [RFC 7636, section 4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2).
  static String challenge(String verifier) {
    return Bytes.sha256(verifier.getBytes(StandardCharsets.US_ASCII)).toBase64Url();
  }
}
