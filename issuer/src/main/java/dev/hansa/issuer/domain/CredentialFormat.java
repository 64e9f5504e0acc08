package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.credentials.SdJwtIssuance;
import dev.hansa.credentials.SelectiveDisclosure;
import dev.hansa.credentials.StatusList;
import dev.hansa.credentials.StatusListToken;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Vct;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Signs credentials (SD-JWT VC) and their status lists in a tenant's name.
public final class CredentialFormat {
  /// The name of the format in OpenID4VC.
  public static final String NAME = "dc+sd-jwt";

  /// How long a list is good for whoever cannot fetch it again, and after what time they should.
  private static final Duration LIST_LIFETIME = Duration.ofHours(24);

  private static final Duration LIST_TTL = Duration.ofSeconds(60);

  private final TypeCatalogue catalogue;
  private final SecureRandom random;

  public CredentialFormat(TypeCatalogue catalogue, SecureRandom random) {
    this.catalogue = catalogue;
    this.random = random;
  }

  /// The credential as the wallet gets it, with all its disclosures.
  String sign(Tenant tenant, Vct vct, ObjectNode claims) {
    var selective =
        catalogue
            .find(vct)
            .map(type -> type.selectiveDisclosure())
            .orElse(SelectiveDisclosure.NONE);
    return SdJwtIssuance.issue(
        claims, selective, tenant.assertionName(), tenant.assertion(), random);
  }

  /// The hash by which a verifier's receipt names this credential.
  Bytes hash(String credential) {
    return SdJwt.parse(credential).credentialHash();
  }

  /// A status list token: these entries, all others valid.
  String signStatusList(
      Tenant tenant,
      int number,
      StatusListStore.Shape shape,
      Map<Long, Integer> entries,
      Instant issued) {
    var list = StatusList.ofValid(shape.bits(), shape.places());
    entries.forEach(list::set);
    return StatusListToken.sign(
        list,
        tenant.statusList(number),
        issued,
        LIST_LIFETIME,
        LIST_TTL,
        tenant.assertionName(),
        tenant.assertion());
  }
}
