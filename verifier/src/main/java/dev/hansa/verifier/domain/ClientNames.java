package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Signer;
import dev.hansa.identity.X509Chain;
import java.net.URI;
import java.util.Optional;

/// The names under which this verifier asks, all with one key: the operator's `#assert`, which its
/// DID document, its certificate and its attestation name.
public final class ClientNames {
  public static final int ATTESTATION_MAX = 16 * 1024;

  private static final String ATTESTATION_TYPE = "verifier-attestation+jwt";
  private static final int NAME_MAX = 256;

  private final DidUrl keyName;
  private final Signer signer;
  private final Optional<X509Chain> chain;
  private final Optional<Jws> attestation;
  private final Optional<String> registered;

  /// `chain`, `attestation` and `registered` are there where the operator has them.
  public ClientNames(
      DidUrl keyName,
      Signer signer,
      Optional<X509Chain> chain,
      Optional<String> attestation,
      Optional<String> registered) {
    this.keyName = keyName;
    this.signer = signer;
    this.chain = chain;
    this.attestation = attestation.map(text -> Jws.parse(text, ATTESTATION_MAX));
    this.registered = registered;
    require(
        chain.map(each -> each.leafKey().equals(signer.publicKey())).orElse(true),
        "verifier.x5c is a certificate of the operator's assertion key");
    require(
        this.attestation.map(this::isOurs).orElse(true),
        "verifier.attestation is a verifier-attestation+jwt of the operator's assertion key");
    require(
        registered.map(name -> !name.contains(":") && name.length() <= NAME_MAX).orElse(true),
        "verifier.registered-client-id has no colon");
  }

  private boolean isOurs(Jws jwt) {
    return jwt.typ().equals(ATTESTATION_TYPE)
        && jwt.unverifiedClaims()
            .at("/cnf/jwk/x")
            .asText()
            .equals(signer.publicKey().toJwk().path("x").asText());
  }

  private static void require(boolean works, String rule) {
    if (!works) {
      throw new IllegalArgumentException(rule);
    }
  }

  /// The client identifier with its prefix; nothing where the operator does not have such a name.
  public Optional<String> clientId(ClientIdPrefix prefix, URI responseUri) {
    return switch (prefix) {
      case DECENTRALIZED_IDENTIFIER -> Optional.of(prefix.text() + ":" + keyName.did());
      case X509_SAN_DNS ->
          chain
              .flatMap(each -> each.dnsNames().stream().sorted().findFirst())
              .map(name -> prefix.text() + ":" + name);
      case X509_HASH -> chain.map(each -> prefix.text() + ":" + each.leafHash().toBase64Url());
      case VERIFIER_ATTESTATION ->
          attestation.map(
              jwt -> prefix.text() + ":" + Json.text(jwt.unverifiedClaims(), "sub", NAME_MAX));
      case REDIRECT_URI -> Optional.of(prefix.text() + ":" + responseUri);
      case PRE_REGISTERED -> registered;
      case ORIGIN -> Optional.of(prefix.text());
    };
  }

  /// Signs a request object with the header that this prefix wants.
  String sign(ClientIdPrefix prefix, String typ, ObjectNode claims) {
    var header = Json.newObject().put("typ", typ);
    switch (prefix) {
      case DECENTRALIZED_IDENTIFIER, PRE_REGISTERED -> header.put("kid", keyName.toString());
      case X509_SAN_DNS, X509_HASH -> header.set("x5c", chain.orElseThrow().toJson());
      case VERIFIER_ATTESTATION -> header.put("jwt", attestation.orElseThrow().compact());
      case REDIRECT_URI, ORIGIN ->
          throw new IllegalArgumentException("a request under this prefix is not signed");
    }
    return Jws.sign(header, Json.utf8(claims), signer);
  }
}
