package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Vct;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which credentials and claims a verifier asks for: DCQL, [OpenID4VP 1.0, section
/// 6](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-6), for the
/// formats of [CredentialFormats].
public record DcqlQuery(
    List<CredentialQuery> credentials, List<CredentialSet> credentialSets, ObjectNode source) {
  public static final int CREDENTIALS_MAX = 16;
  public static final int TYPES_MAX = 16;
  public static final int CLAIMS_MAX = 64;
  public static final int VALUES_MAX = 64;
  public static final int VALUE_MAX = 1024;
  public static final int SETS_MAX = 16;
  public static final int ID_MAX = 64;

  public DcqlQuery {
    credentials = List.copyOf(credentials);
    credentialSets = List.copyOf(credentialSets);
    source = source.deepCopy();
  }

  /// Reads a query from outside. A format that we do not have is refused; members that we do not
  /// know are ignored, as the specification says.
  public static DcqlQuery parse(JsonNode json) {
    return DcqlReader.read(json);
  }

  /// One credential that is asked for. `types` are the types of `vct_values`; `typeValues` (of the
  /// W3C formats) lists alternatives, of which one is to be among the credential's types whole.
  public record CredentialQuery(
      String id,
      String format,
      List<Vct> types,
      List<List<String>> typeValues,
      boolean requireHolderBinding,
      boolean multiple,
      List<TrustedAuthority> trustedAuthorities,
      List<ClaimsQuery> claims,
      List<List<ClaimsQuery>> claimSets) {
    public CredentialQuery {
      types = List.copyOf(types);
      typeValues = typeValues.stream().map(List::copyOf).toList();
      trustedAuthorities = List.copyOf(trustedAuthorities);
      claims = List.copyOf(claims);
      claimSets = claimSets.stream().map(List::copyOf).toList();
    }

    /// The sets of claims of which one must be shown, in the verifier's order of preference.
    List<List<ClaimsQuery>> alternatives() {
      return claimSets.isEmpty() ? List.of(claims) : claimSets;
    }

    /// Whether a credential is of the kind that is asked for, whatever it shows.
    boolean isFor(Presented credential) {
      return format.equals(credential.format())
          && (types.contains(credential.vct())
              || typeValues.stream().anyMatch(credential.typeNames()::containsAll))
          && (trustedAuthorities.isEmpty()
              || trustedAuthorities.stream().anyMatch(each -> each.vouchesFor(credential)));
    }

    /// Whether what a credential shows answers this query.
    boolean isAnsweredBy(Presented credential) {
      return isFor(credential)
          && alternatives().stream()
              .anyMatch(set -> set.stream().allMatch(claim -> claim.isAnsweredBy(credential)));
    }
  }

  /// Who is to stand behind the issuer, section 6.1.1: `aki` with key identifiers of an authority
  /// in the credential's chain, and Hansa's own `urn:hansa:issuer` with DIDs of issuers. Of other
  /// types nobody here can say anything.
  public record TrustedAuthority(String type, List<String> values) {
    public static final String AKI = "aki";
    public static final String ISSUER = "urn:hansa:issuer";

    public TrustedAuthority {
      values = List.copyOf(values);
    }

    public boolean isKnown() {
      return type.equals(AKI) || type.equals(ISSUER);
    }

    boolean vouchesFor(Presented credential) {
      return switch (type) {
        case ISSUER -> values.contains(credential.issuer().toString());
        case AKI ->
            credential.issuerProofs().stream()
                .anyMatch(proof ->
                    proof.key() instanceof Presented.KeyRef.Certified(var chain)
                        && chain.authorityKeyIds().stream()
                            .anyMatch(id -> values.contains(id.toBase64Url())));
        default -> false;
      };
    }
  }

  /// One claim that is asked for; with `values`, only if it has one of them.
  public record ClaimsQuery(Optional<String> id, ClaimPath path, List<JsonNode> values) {
    public ClaimsQuery {
      values = List.copyOf(values);
    }

    boolean isAnsweredBy(Presented credential) {
      return !matches(credential).isEmpty();
    }

    List<ClaimNode.Selected> matches(Presented credential) {
      var selected = credential.root().select(path);
      return values.isEmpty()
          ? selected
          : selected.stream().filter(found -> hasOneOf(found.node().json())).toList();
    }

    /// Type and value match; an integer is one however wide the node is that holds it.
    private boolean hasOneOf(JsonNode claim) {
      return values.stream().anyMatch(value -> isSame(value, claim));
    }

    private static boolean isSame(JsonNode value, JsonNode claim) {
      if (value.isIntegralNumber() && claim.isIntegralNumber()) {
        return value.bigIntegerValue().equals(claim.bigIntegerValue());
      }
      return value.equals(claim);
    }
  }

  /// Alternatives: lists of credential query ids, of which one list is to be answered whole.
  public record CredentialSet(List<List<String>> options, boolean required) {
    public CredentialSet {
      options = options.stream().map(List::copyOf).toList();
    }
  }

  /// The credential query of this id.
  public Optional<CredentialQuery> credential(String id) {
    return credentials.stream().filter(query -> query.id().equals(id)).findFirst();
  }

  /// Whether answers to these credential queries, and to no others, answer the whole query.
  public boolean isSatisfiedBy(Set<String> answered) {
    if (!answered.stream().allMatch(id -> credential(id).isPresent())) {
      return false;
    }
    if (credentialSets.isEmpty()) {
      return answered.size() == credentials.size();
    }
    return credentialSets.stream()
        .filter(CredentialSet::required)
        .allMatch(set -> set.options().stream().anyMatch(answered::containsAll));
  }

  public ObjectNode toJson() {
    return source.deepCopy();
  }
}
