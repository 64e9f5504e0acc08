package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.DcqlQuery;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.verifier.VerifierConfig;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeSet;

/// Writes requests: signed as request objects, [RFC 9101](https://www.rfc-editor.org/rfc/rfc9101)
/// as [OpenID4VP 1.0, section
/// 5](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-5) uses them, or
/// as parameters of an address where the client identifier allows no signature. A request that is
/// fetched again is signed again, with the same nonce and state.
public final class RequestObjects {
  public static final String TYPE = "oauth-authz-req+jwt";

  /// Section 5.8: the audience where the wallet's own identifier is not known.
  public static final String AUDIENCE = "https://self-issued.me/v2";

  public static final int WALLET_NONCE_MAX = 256;

  private static final String SCHEME = "openid4vp://authorize?";

  private final VerifierConfig config;
  private final ClientNames names;
  private final Clock clock;
  private final SecureRandom random;

  public RequestObjects(
      VerifierConfig config, ClientNames names, Clock clock, SecureRandom random) {
    this.config = config;
    this.names = names;
    this.clock = clock;
    this.random = random;
  }

  /// What a wallet gets that fetches a request.
  public sealed interface Written {
    /// The wallet said that it cannot answer such a request.
    record NotForThisWallet(String sentence) implements Written {}

    record RequestObject(String compact) implements Written {}
  }

  /// The prefix of the name that is used where nobody says under which one to ask.
  public ClientIdPrefix usualPrefix() {
    return names.usual();
  }

  /// The verifier's name for the wallet.
  public String clientId(PresentationRequest.Ticket ticket) {
    return names
        .clientId(ticket.ask().manner().prefix(), responseUri(ticket))
        .orElseThrow(() -> new IllegalStateException("a name that was asked under is kept"));
  }

  /// What a page hands to `navigator.credentials.get`, appendix A: the protocol, and the request.
  public ObjectNode dcApiRequest(PresentationRequest.Ticket ticket) {
    boolean isSigned = ticket.ask().manner().prefix().isSigned();
    var json =
        Json.newObject()
            .put("protocol", isSigned ? "openid4vp-v1-signed" : "openid4vp-v1-unsigned");
    if (isSigned) {
      json.putObject("data").put("request", signed(ticket, WalletMetadata.NONE, Optional.empty()));
    } else {
      json.set("data", claims(ticket, WalletMetadata.NONE));
    }
    return json;
  }

  private URI responseUri(PresentationRequest.Ticket ticket) {
    return config.at("/responses/" + ticket.id());
  }

  /// The address of the request object, for a request that is passed by reference.
  public Optional<URI> requestUri(PresentationRequest.Ticket ticket) {
    return ticket.ask().manner().passing() == Manner.Passing.VALUE
        ? Optional.empty()
        : Optional.of(config.at("/request-objects/" + ticket.id()));
  }

  /// What a wallet is opened with, as a link or in a picture.
  public String link(PresentationRequest.Ticket ticket) {
    var manner = ticket.ask().manner();
    var client = SCHEME + "client_id=" + encode(clientId(ticket));
    return switch (manner.passing()) {
      case REFERENCE -> client + "&request_uri=" + encode(requestUri(ticket).orElseThrow());
      case REFERENCE_POST ->
          client
              + "&request_uri="
              + encode(requestUri(ticket).orElseThrow())
              + "&request_uri_method=post";
      case VALUE ->
          manner.prefix().isSigned()
              ? client + "&request=" + encode(signed(ticket, WalletMetadata.NONE, Optional.empty()))
              : client + parameters(ticket);
    };
  }

  /// Section 5.4, the first of its three ways.
  private String parameters(PresentationRequest.Ticket ticket) {
    var text = new StringBuilder();
    for (var member : claims(ticket, WalletMetadata.NONE).properties()) {
      if (!member.getKey().equals("client_id")) {
        var value = member.getValue();
        text.append('&')
            .append(member.getKey())
            .append('=')
            .append(encode(value.isTextual() ? value.textValue() : value.toString()));
      }
    }
    return text.toString();
  }

  private static String encode(Object text) {
    return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
  }

  /// The request object; `walletNonce` is repeated where a wallet sent one, and who says which key
  /// it has gets it encrypted (section 5.10).
  public Written write(
      PresentationRequest.Ticket ticket, WalletMetadata wallet, Optional<String> walletNonce) {
    var formats = new TreeSet<String>();
    DcqlQuery.parse(ticket.ask().dcqlQuery())
        .credentials()
        .forEach(each -> formats.add(each.format()));
    var refusal = wallet.refusal(ticket.ask().manner(), formats);
    if (refusal.isPresent()) {
      return new Written.NotForThisWallet(refusal.get());
    }
    var signed = signed(ticket, wallet, walletNonce);
    return new Written.RequestObject(
        wallet.recipient().map(recipient -> encrypt(signed, recipient)).orElse(signed));
  }

  private String encrypt(String signed, WalletMetadata.Recipient recipient) {
    var header = Json.newObject().put("typ", TYPE).put("cty", TYPE);
    recipient.kid().ifPresent(kid -> header.put("kid", kid));
    return Jwe.encrypt(
        header,
        signed.getBytes(StandardCharsets.US_ASCII),
        recipient.key(),
        Jwe.Encryption.A256GCM,
        random);
  }

  private String signed(
      PresentationRequest.Ticket ticket, WalletMetadata wallet, Optional<String> walletNonce) {
    var claims = claims(ticket, wallet);
    // Without `iss`, which wallets must ignore (section 5): there are wallets that compare it with
    // the
    // DID in `kid`, and refuse, as a client identifier has its prefix.
    claims
        .put("aud", AUDIENCE)
        .put("iat", clock.instant().getEpochSecond())
        .put("exp", ticket.expires().getEpochSecond());
    walletNonce.ifPresent(nonce -> claims.put("wallet_nonce", nonce));
    return names.sign(ticket.ask().manner().prefix(), TYPE, claims);
  }

  private ObjectNode claims(PresentationRequest.Ticket ticket, WalletMetadata wallet) {
    var ask = ticket.ask();
    var claims =
        Json.newObject()
            .put("response_type", "vp_token")
            .put("response_mode", ask.manner().responseMode().text())
            .put("nonce", ticket.nonce())
            .put("purpose", ask.purpose());
    boolean viaBrowser = ask.manner().responseMode().isDcApi();
    if (!viaBrowser) {
      claims
          .put("client_id", clientId(ticket))
          .put("response_uri", responseUri(ticket).toString())
          .put("state", ticket.state());
    } else if (ask.manner().prefix().isSigned()) {
      claims.put("client_id", clientId(ticket));
      ask.expectedOrigins().forEach(claims.putArray("expected_origins")::add);
    }
    claims.set("dcql_query", ask.dcqlQuery());
    if (!ask.transactionData().isEmpty()) {
      var entries = claims.putArray("transaction_data");
      ask.transactionData().forEach(entries::add);
    }
    if (!ask.verifierInfo().isEmpty()) {
      claims.set("verifier_info", ask.verifierInfo());
    }
    // Section 8.5: metadata beside those that a wallet has already would be an error.
    if (ask.manner().prefix() != ClientIdPrefix.PRE_REGISTERED) {
      claims.set("client_metadata", metadata(ticket, wallet));
    }
    return claims;
  }

  private static ObjectNode metadata(PresentationRequest.Ticket ticket, WalletMetadata wallet) {
    var metadata = Json.newObject();
    metadata.set("vp_formats_supported", Formats.supported());
    ticket
        .encryptionKey()
        .ifPresent(key -> {
          var jwk = key.publicKey().toJwk();
          jwk.put("kid", EncryptedAnswers.keyId(key)).put("use", "enc").put("alg", Jwe.ALGORITHM);
          metadata.putObject("jwks").putArray("keys").add(jwk);
          var encryptions = metadata.putArray("encrypted_response_enc_values_supported");
          wallet.encryptions(true).forEach(each -> encryptions.add(each.name()));
        });
    return metadata;
  }
}
