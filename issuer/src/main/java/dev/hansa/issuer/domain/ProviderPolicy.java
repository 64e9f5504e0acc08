package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Secret;
import dev.hansa.identity.Vct;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The OpenID provider at which an issuer's people log in, and what follows from what it says.
///
/// - `issuer`: its identifier, letter by letter as its metadata and ID tokens have it;
/// - `name`: what people read;
/// - `types`: the credential types that are got by logging in there, all if empty;
/// - `algorithms`: those with which its ID tokens may be signed;
/// - `maxAge`, `acr`: how long ago the person may have logged in, and how surely;
/// - `require`: claims that everybody who gets anything has, each with its value;
/// - `holder`: the claim by which an offer names its holder;
/// - `made`: the types that are made for whoever logs in, without an offer.
public record ProviderPolicy(
    String issuer,
    String name,
    String clientId,
    Authentication authentication,
    List<String> scopes,
    Set<String> algorithms,
    Set<Vct> types,
    boolean userInfo,
    Optional<Duration> maxAge,
    List<String> acr,
    Map<String, JsonNode> require,
    String holder,
    Map<Vct, LoginClaims> made) {
  public static final int ISSUER_MAX = 1024;

  /// Asymmetric ones alone: a secret that the client has too would let the client sign.
  public static final Set<String> ALGORITHMS =
      Set.of("ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512");

  /// Claims that count as a name only where the provider says that it checked them, OpenID Connect
  /// Core 1.0, section 5.1.
  private static final Map<String, String> VERIFIED_BY =
      Map.of("email", "email_verified", "phone_number", "phone_number_verified");

  public ProviderPolicy {
    scopes = List.copyOf(scopes);
    algorithms = Set.copyOf(algorithms);
    types = Set.copyOf(types);
    acr = List.copyOf(acr);
    require = Map.copyOf(require);
    made = Map.copyOf(made);
  }

  /// How the issuer shows the provider that it is the client, OpenID Connect Core 1.0, section 9.
  public sealed interface Authentication {
    /// `private_key_jwt`, with the issuer's own `#auth` key.
    record PrivateKey() implements Authentication {}

    /// `client_secret_basic`.
    record SecretBasic(Secret secret) implements Authentication {}
  }

  public boolean asks(Vct wanted) {
    return types.isEmpty() || types.contains(wanted);
  }

  public URI issuerUri() {
    return URI.create(issuer);
  }

  /// Whether somebody of whom this is known has what the issuer requires.
  boolean lets(ObjectNode claims) {
    return require.entrySet().stream()
        .allMatch(each -> has(claims.get(each.getKey()), each.getValue()));
  }

  /// A list has each of its members.
  private static boolean has(@Nullable JsonNode known, JsonNode wanted) {
    if (known == null) {
      return false;
    }
    if (known.isArray() && !wanted.isArray()) {
      for (var each : known) {
        if (each.equals(wanted)) {
          return true;
        }
      }
      return false;
    }
    return known.equals(wanted);
  }

  /// Who this is to the issuer; empty if the provider does not say it, or has not checked it.
  Optional<Holder.AtProvider> holder(ObjectNode claims) {
    var verified = VERIFIED_BY.get(holder);
    if (verified != null && !claims.path(verified).asBoolean(false)) {
      return Optional.empty();
    }
    var value = claims.get(holder);
    if (value == null || !(value.isTextual() || value.isIntegralNumber())) {
      return Optional.empty();
    }
    var subject = value.asText();
    return subject.isBlank() || subject.length() > Holder.SUBJECT_MAX
        ? Optional.empty()
        : Optional.of(new Holder.AtProvider(issuer, subject));
  }
}
