package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Makes access tokens ([RFC 9068](https://www.rfc-editor.org/rfc/rfc9068)) and ID tokens ([OpenID
/// Connect Core, section 2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
public final class Tokens {
  private static final String USERINFO = "/userinfo";

  private final String issuer;
  private final DidUrl keyName;
  private final Signer signer;
  private final Pseudonyms pseudonyms;
  private final Ids ids;
  private final Clock clock;

  public Tokens(
      String issuer, DidUrl keyName, Signer signer, Pseudonyms pseudonyms, Ids ids, Clock clock) {
    this.issuer = issuer;
    this.keyName = keyName;
    this.signer = signer;
    this.pseudonyms = pseudonyms;
    this.ids = ids;
    this.clock = clock;
  }

  /// A token for a service of the market and for us, bound to a key.
  public String bound(
      Session.Head session,
      AuthorizationRequest request,
      Members.Member member,
      String resource,
      String thumbprint) {
    var claims = claims(session, request, resource);
    claims.putArray("aud").add(resource).add(issuer);
    claims.put("party", session.party()).put("sid", session.id()).put("agent", session.agent());
    var roles = claims.putArray("roles");
    roles(member).forEach(roles::add);
    claims.put("machine", session.machine());
    claims.putObject("cnf").put("jkt", thumbprint);
    return Jws.signJwt("at+jwt", keyName, claims, signer);
  }

  /// A bearer token; all it opens is `/userinfo`.
  public String bearer(Session.Head session, AuthorizationRequest request, String sector) {
    var claims = claims(session, request, sector);
    claims.put("aud", issuer + USERINFO).put("sid", session.id());
    return Jws.signJwt("at+jwt", keyName, claims, signer);
  }

  private ObjectNode claims(Session.Head session, AuthorizationRequest request, String sector) {
    var now = clock.instant();
    return Json.newObject()
        .put("iss", issuer)
        .put("sub", pseudonyms.subject(sector, session.agent()))
        .put("client_id", request.clientId())
        .put("jti", ids.name())
        .put("iat", now.getEpochSecond())
        .put("exp", now.plus(Session.ACCESS_TOKEN_LIFETIME).getEpochSecond())
        .put("scope", String.join(" ", request.scope()));
  }

  public String id(
      Session.Head session, AuthorizationRequest request, Client client, String accessToken) {
    var now = clock.instant();
    var claims =
        Json.newObject()
            .put("iss", issuer)
            .put("sub", pseudonyms.subject(client.sector(), session.agent()))
            .put("aud", client.id())
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(Session.ACCESS_TOKEN_LIFETIME).getEpochSecond())
            .put("auth_time", session.authenticated().getEpochSecond())
            .put("acr", acr(session.loa()))
            .put("at_hash", halfHash(accessToken));
    claims.putArray("amr").add("pop");
    request.nonce().ifPresent(nonce -> claims.put("nonce", nonce));
    return Jws.signJwt("JWT", keyName, claims, signer);
  }

  /// What `/userinfo` says to a client.
  public ObjectNode userInfo(
      Session.Head session, Client client, List<String> scope, Optional<Members.Member> member) {
    var info = Json.newObject().put("sub", pseudonyms.subject(client.sector(), session.agent()));
    if (scope.contains("membership") && member.isPresent()) {
      info.put("member", member.get().person() ? "person" : "organisation");
      var roles = info.putArray("roles");
      roles(member.get()).forEach(roles::add);
      member
          .get()
          .fact(Attested.PARTICIPANT)
          .ifPresent(fact -> info.put("country", fact.participant().country()));
      if (!member.get().person()) {
        info.put("organisation", member.get().party());
      }
    }
    return info;
  }

  private static List<String> roles(Members.Member member) {
    return member.fact(Attested.PARTICIPANT).map(f -> f.participant().roles()).orElse(List.of());
  }

  static String acr(int loa) {
    return "urn:hansa:loa:"
        + switch (loa) {
          case 3 -> "high";
          case 2 -> "substantial";
          default -> "low";
        };
  }

  private static String halfHash(String accessToken) {
    var hash = Bytes.sha256(accessToken.getBytes(StandardCharsets.US_ASCII)).toArray();
    return Bytes.copyOf(Arrays.copyOf(hash, hash.length / 2)).toBase64Url();
  }
}
