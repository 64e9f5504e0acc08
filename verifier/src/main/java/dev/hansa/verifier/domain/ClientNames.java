package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Signer;
import dev.hansa.identity.X509Chain;
import java.net.URI;
import java.util.Optional;

/// The names under which this verifier asks. Requests of its DID are signed by the operator's
/// `#auth`, as there are wallets that look for the key under `authentication`; those under its
/// other names by its `#assert`, which its certificate and its attestation name.
public final class ClientNames {
  public static final int ATTESTATION_MAX = 16 * 1024;

  private static final String ATTESTATION_TYPE = "verifier-attestation+jwt";
  private static final int NAME_MAX = 256;

  private final DidUrl keyName;
  private final Signer signer;
  private final DidUrl authenticationName;
  private final Signer authentication;
  private final Optional<X509Chain> chain;
  private final Optional<Jws> attestation;
  private final Optional<String> registered;
  private final ClientIdPrefix usual;

  /// `chain`, `attestation` and `registered` are there where the operator has them; `usual` is the
  /// prefix of the one that is used where a request to ask names none.
  public ClientNames(
      DidUrl keyName,
      Signer signer,
      DidUrl authenticationName,
      Signer authentication,
      Optional<X509Chain> chain,
      Optional<String> attestation,
      Optional<String> registered,
      ClientIdPrefix usual) {
    this.keyName = keyName;
    this.signer = signer;
    this.authenticationName = authenticationName;
    this.authentication = authentication;
    this.chain = chain;
    this.attestation = attestation.map(text -> Jws.parse(text, ATTESTATION_MAX));
    this.registered = registered;
    this.usual = usual;
    require(
        chain.map(each -> each.leafKey().equals(signer.publicKey())).orElse(true),
        "verifier.x5c is a certificate of the operator's assertion key");
    require(
        this.attestation.map(this::isOurs).orElse(true),
        "verifier.attestation is a verifier-attestation+jwt of the operator's assertion key");
    require(
        registered.map(name -> !name.contains(":") && name.length() <= NAME_MAX).orElse(true),
        "verifier.registered-client-id has no colon");
    require(
        usual.isSigned() && usual != ClientIdPrefix.PRE_REGISTERED && has(usual),
        "verifier.client-id-prefix is one that signs, for which this verifier has a name");
  }

  private boolean has(ClientIdPrefix prefix) {
    return clientId(prefix, URI.create("about:blank")).isPresent();
  }

  ClientIdPrefix usual() {
    return usual;
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
      case DECENTRALIZED_IDENTIFIER -> header.put("kid", authenticationName.toString());
      case PRE_REGISTERED -> header.put("kid", keyName.toString());
      case X509_SAN_DNS, X509_HASH -> header.set("x5c", chain.orElseThrow().toJson());
      case VERIFIER_ATTESTATION -> header.put("jwt", attestation.orElseThrow().compact());
      case REDIRECT_URI, ORIGIN ->
          throw new IllegalArgumentException("a request under this prefix is not signed");
    }
    boolean isDid = prefix == ClientIdPrefix.DECENTRALIZED_IDENTIFIER;
    return Jws.sign(header, Json.utf8(claims), isDid ? authentication : signer);
  }
}
