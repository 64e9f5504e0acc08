package dev.hansa.wallet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.VerificationRelationship;
import dev.hansa.identity.X509Chain;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Proves who asks, by the client identifier's prefix: [OpenID4VP 1.0, section
/// 5.9.3](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-5.9.3).
final class Askers {
  static final List<String> PREFIXES =
      List.of(
          "decentralized_identifier",
          "x509_san_dns",
          "x509_hash",
          "verifier_attestation",
          "redirect_uri",
          "pre-registered");

  private static final String ATTESTATION_TYPE = "verifier-attestation+jwt";
  private static final int KID_MAX = 700;
  private static final int ATTESTATION_MAX = 16 * 1024;

  private final Wallet wallet;

  Askers(Wallet wallet) {
    this.wallet = wallet;
  }

  /// Who signed this request object; a wallet refuses what was signed by nobody whom it can name.
  Asker of(String clientId, Jws jar) {
    int colon = clientId.indexOf(':');
    var prefix = colon < 0 ? "" : clientId.substring(0, colon);
    var name = clientId.substring(colon + 1);
    return switch (prefix) {
      case "decentralized_identifier" -> did(clientId, Did.parse(name), jar);
      case "x509_san_dns" -> sanDns(clientId, name.toLowerCase(Locale.ROOT), jar);
      case "x509_hash" -> hash(clientId, name, jar);
      case "verifier_attestation" -> attested(clientId, name, jar);
      case "redirect_uri" ->
          throw notSigned("a request under redirect_uri is not signed, as nobody could check it");
      // `origin` is for the browser to write, and `openid_federation` is not known here.
      case "origin", "openid_federation" ->
          throw new WalletFailure("request-unknown", "the verifier's kind of name is not known");
      default -> registered(clientId, jar);
    };
  }

  /// Who asks without a signature: nobody but the address that the answer goes to.
  static Asker unsigned(String clientId, ObjectNode claims) {
    var responseUri = clientId.substring("redirect_uri:".length());
    if (claims.has("response_uri")
        && !Json.text(claims, "response_uri", 2048).equals(responseUri)) {
      throw new WalletFailure(
          "wrong-client", "the answer would go to another address than the one that asks");
    }
    claims.put("response_uri", responseUri);
    return new Asker(clientId, responseUri, "not proved: whoever reads this address");
  }

  private static WalletFailure notSigned(String sentence) {
    return new WalletFailure("request-not-signed", sentence);
  }

  private static Asker signed(Jws jar, VerificationKey key, Asker asker) {
    if (!jar.isSignedBy(key)) {
      throw notSigned("the request is not signed by the verifier that it names");
    }
    return asker;
  }

  private Asker did(String clientId, Did did, Jws jar) {
    var kid = DidUrl.parse(Json.text(jar.unverifiedHeader(), "kid", KID_MAX));
    var key = kid.did().equals(did) ? assertionKey(kid) : Optional.<VerificationKey>empty();
    return signed(
        jar,
        key.orElseThrow(() -> notSigned("the request is not signed by the verifier that it names")),
        new Asker(clientId, did.toString(), "proved by the ledger"));
  }

  private Optional<VerificationKey> assertionKey(DidUrl kid) {
    return wallet.resolver().resolve(kid.did()) instanceof DidResolution.Resolved(var document, _)
        ? document
            .key(kid, VerificationRelationship.ASSERTION_METHOD)
            .or(() -> document.key(kid, VerificationRelationship.AUTHENTICATION))
        : Optional.empty();
  }

  private X509Chain chain(Jws jar) {
    var chain = X509Chain.parse(jar.unverifiedHeader().path("x5c"));
    var refusal = chain.refusal(wallet.trust().anchors(), wallet.clock().instant());
    if (refusal.isPresent()) {
      throw notSigned("the verifier's certificate is not believed: " + refusal.get());
    }
    return chain;
  }

  private Asker sanDns(String clientId, String name, Jws jar) {
    var chain = chain(jar);
    if (!chain.dnsNames().contains(name)) {
      throw notSigned("the verifier's certificate is for another name");
    }
    // The answer goes where the certificate says who is there.
    var responseUri = Json.text(jar.unverifiedClaims(), "response_uri", 2048);
    var host = Http.address(responseUri).getHost();
    if (!name.equals(host.toLowerCase(Locale.ROOT))) {
      throw notSigned("the answer would go to another host than the certificate names");
    }
    return signed(jar, chain.leafKey(), new Asker(clientId, name, "proved by its certificate"));
  }

  private Asker hash(String clientId, String hash, Jws jar) {
    var chain = chain(jar);
    if (!chain.leafHash().toBase64Url().equals(hash)) {
      throw notSigned("the verifier's certificate is another than the one that it names");
    }
    var subject = chain.leaf().getSubjectX500Principal().getName();
    return signed(jar, chain.leafKey(), new Asker(clientId, subject, "proved by its certificate"));
  }

  private Asker attested(String clientId, String name, Jws jar) {
    var jwt = Jws.parse(Json.text(jar.unverifiedHeader(), "jwt", ATTESTATION_MAX), ATTESTATION_MAX);
    var claims = jwt.unverifiedClaims();
    var issuer = Did.parse(Json.text(claims, "iss", Did.LENGTH_MAX));
    var kid = DidUrl.parse(Json.text(jwt.unverifiedHeader(), "kid", KID_MAX));
    boolean believed =
        jwt.typ().equals(ATTESTATION_TYPE)
            && wallet.trust().attestationIssuers().contains(issuer)
            && kid.did().equals(issuer)
            && assertionKey(kid).map(jwt::isSignedBy).orElse(false);
    if (!believed) {
      throw notSigned("nobody whom this wallet believes attests the verifier");
    }
    var expires = Instant.ofEpochSecond(Json.integer(claims, "exp", 0, Json.INTEGER_MAX / 1000));
    if (!wallet.clock().instant().isBefore(expires)) {
      throw notSigned("the verifier's attestation has expired");
    }
    if (!Json.text(claims, "sub", 512).equals(name) || !goesWhereAttested(claims, jar)) {
      throw notSigned("the verifier's attestation is for another name or address");
    }
    var key = VerificationKey.fromJwk(Json.object(Json.object(claims, "cnf"), "jwk"));
    return signed(jar, key, new Asker(clientId, name, "attested by " + issuer));
  }

  private static boolean goesWhereAttested(ObjectNode attestation, Jws jar) {
    if (!attestation.has("redirect_uris")) {
      return true;
    }
    var responseUri = Json.text(jar.unverifiedClaims(), "response_uri", 2048);
    for (var allowed : Json.array(attestation, "redirect_uris", 64)) {
      if (allowed.asText().equals(responseUri)) {
        return true;
      }
    }
    return false;
  }

  private Asker registered(String clientId, Jws jar) {
    var key = wallet.trust().registered().get(clientId);
    if (key == null) {
      throw notSigned("the verifier is none that this wallet knows");
    }
    if (jar.unverifiedClaims().has("client_metadata")) {
      throw new WalletFailure(
          "invalid_client", "a verifier that is known already sends no metadata of its own");
    }
    return signed(jar, key, new Asker(clientId, clientId, "known to this wallet"));
  }
}
