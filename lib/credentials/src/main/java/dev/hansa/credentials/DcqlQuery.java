package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Vct;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which credentials and claims a verifier asks for: DCQL, [OpenID4VP 1.0, section
/// 6](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-6), for the
/// format `dc+sd-jwt`.
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

  /// Reads a query from outside. What we do not understand and what would narrow the answer
  /// (`trusted_authorities`, other formats, `multiple`) is refused rather than overlooked.
  public static DcqlQuery parse(JsonNode json) {
    return DcqlReader.read(json);
  }

  /// One credential that is asked for. An empty `types` never stands here.
  public record CredentialQuery(
      String id,
      List<Vct> types,
      boolean requireHolderBinding,
      List<ClaimsQuery> claims,
      List<List<ClaimsQuery>> claimSets) {
    public CredentialQuery {
      types = List.copyOf(types);
      claims = List.copyOf(claims);
      claimSets = claimSets.stream().map(List::copyOf).toList();
    }

    /// The sets of claims of which one must be shown, in the verifier's order of preference.
    List<List<ClaimsQuery>> alternatives() {
      return claimSets.isEmpty() ? List.of(claims) : claimSets;
    }

    /// Whether what a credential shows answers this query.
    public boolean isAnsweredBy(SdJwt credential) {
      return types.contains(credential.vct())
          && alternatives().stream()
              .anyMatch(set -> set.stream().allMatch(claim -> claim.isAnsweredBy(credential)));
    }
  }

  /// One claim that is asked for; with `values`, only if it has one of them.
  public record ClaimsQuery(Optional<String> id, ClaimPath path, List<JsonNode> values) {
    public ClaimsQuery {
      values = List.copyOf(values);
    }

    boolean isAnsweredBy(SdJwt credential) {
      return !matches(credential).isEmpty();
    }

    List<ClaimNode.Selected> matches(SdJwt credential) {
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
