package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/// The offers as wallets see them, [OpenID4VCI 1.0, section
/// 4.1](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html).
public final class OfferDocuments {
  public static final String GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

  private final Issuances issuances;
  private final IssuerSecret secret;
  private final Clock clock;

  public OfferDocuments(Issuances issuances, IssuerSecret secret, Clock clock) {
    this.issuances = issuances;
    this.secret = secret;
    this.clock = clock;
  }

  public sealed interface Look {
    record Unknown() implements Look {}

    /// It was taken up, taken back, locked, or its time is over.
    record Over() implements Look {}

    /// Wrong codes locked it; its issuer's operator unlocks it.
    record Locked() implements Look {}

    record Open(Issuance.Offered offered, ObjectNode document) implements Look {}
  }

  public Look look(Tenant tenant, String offerId) {
    var issuance = secret.issuanceOfOffer(offerId).flatMap(id -> issuances.find(tenant.name(), id));
    if (issuance.isEmpty()) {
      return new Look.Unknown();
    }
    return switch (issuance.get()) {
      case Issuance.Offered offered when offered.isOpen(clock.instant()) ->
          new Look.Open(offered, document(tenant, offered));
      case Issuance.Locked _ -> new Look.Locked();
      default -> new Look.Over();
    };
  }

  /// The link that a wallet opens.
  public String uri(Tenant tenant, Issuance.Offered offered) {
    return "openid-credential-offer://?credential_offer_uri="
        + URLEncoder.encode(address(tenant, offered).toString(), StandardCharsets.UTF_8);
  }

  /// The same with the whole offer inside, section 4.1.2: nothing is fetched, and whoever reads the
  /// link has the code.
  public String uriByValue(Tenant tenant, Issuance.Offered offered) {
    return "openid-credential-offer://?credential_offer="
        + URLEncoder.encode(document(tenant, offered).toString(), StandardCharsets.UTF_8);
  }

  private URI address(Tenant tenant, Issuance.Offered offered) {
    return tenant.at("/offers/" + secret.offerId(offered.about().id()));
  }

  /// What the operator tells the holder by another way than the offer.
  public Optional<String> txCode(Issuance.Offered offered) {
    return offered.terms().txCode()
        ? Optional.of(secret.txCode(offered.about().id()))
        : Optional.empty();
  }

  private ObjectNode document(Tenant tenant, Issuance.Offered offered) {
    var json = Json.newObject().put("credential_issuer", tenant.identifier().toString());
    json.putArray("credential_configuration_ids").add(offered.about().vct().value());
    var grants = json.putObject("grants");
    if (offered.terms().holder().isPresent()) {
      var _ =
          grants
              .putObject("authorization_code")
              .put("issuer_state", secret.issuerState(offered.about().id()));
      return json;
    }
    var grant =
        grants.putObject(GRANT).put("pre-authorized_code", secret.code(offered.about().id()));
    if (offered.terms().txCode()) {
      grant
          .putObject("tx_code")
          .put("length", IssuerSecret.TX_CODE_LENGTH)
          .put("input_mode", "numeric")
          .put("description", "The code that " + tenant.displayName() + " gave you");
    }
    return json;
  }
}
