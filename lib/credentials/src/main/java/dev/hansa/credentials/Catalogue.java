package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.IssuanceCheck.Violation;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The credential types of Hansa: closed JSON Schemas, type metadata, and the checks that JSON
/// Schema cannot express.
public final class Catalogue {
  private static final List<String> NAMES =
      List.of(
          "participant",
          "mandate",
          "csp-licence",
          "small-cell-site",
          "grid-connection-point",
          "energy-market-role",
          "sharing-membership",
          "regulated-tariff",
          "guarantee-of-origin",
          "goo-cancellation",
          "metered-data",
          "service-quality-report",
          "payment-capability",
          "audit-mandate");

  private static final class Holder {
    static final Catalogue HANSA = new Catalogue(load());
  }

  private final Map<Vct, CatalogueType> types;

  private Catalogue(Map<Vct, CatalogueType> types) {
    this.types = types;
  }

  /// The catalogue that comes with this library.
  public static Catalogue hansa() {
    return Holder.HANSA;
  }

  private static Map<Vct, CatalogueType> load() {
    var types = new LinkedHashMap<Vct, CatalogueType>();
    for (var name : NAMES) {
      var type =
          new CatalogueType(
              name,
              read(name + ".schema.json"),
              read(name + ".presentation.schema.json"),
              read(name + ".type-metadata.json"));
      types.put(type.vct(), type);
    }
    return types;
  }

  private static ObjectNode read(String file) {
    try (var in = Catalogue.class.getResourceAsStream("catalogue/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the catalogue has the file " + file);
      }
      return Json.parseObject(Bytes.copyOf(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All types, in the catalogue's order.
  public List<CatalogueType> types() {
    return List.copyOf(types.values());
  }

  public Optional<CatalogueType> find(Vct vct) {
    return Optional.ofNullable(types.get(vct));
  }

  /// Looks at the whole claims of a credential before they are signed: schema first, then the rules
  /// that a schema cannot say.
  public IssuanceCheck check(Vct vct, ObjectNode claims) {
    var type = types.get(vct);
    if (type == null) {
      return new IssuanceCheck.UnknownType();
    }
    var violations = new ArrayList<Violation>();
    for (var breach : type.checkIssued(claims)) {
      violations.add(new Violation("schema", breach.sentence()));
    }
    if (violations.isEmpty()) {
      violations.addAll(ContentRules.check(type.name(), claims));
    }
    return violations.isEmpty()
        ? new IssuanceCheck.Conforms()
        : new IssuanceCheck.Violations(violations);
  }

  /// Looks at the claims that an operator hands in (without iss, vct, iat, exp, cnf and status),
  /// before holder's key and status index are known.
  public IssuanceCheck checkDraft(
      Vct vct, ObjectNode claims, Did issuer, Instant issuedAt, Optional<Instant> expires) {
    var type = types.get(vct);
    if (type == null) {
      return new IssuanceCheck.UnknownType();
    }
    for (var member : List.of("iss", "vct", "iat", "nbf", "exp", "cnf", "status")) {
      if (claims.has(member)) {
        return new IssuanceCheck.Violations(
            List.of(
                new Violation(
                    "set-by-issuer", "The claim " + member + " is set by the issuing service.")));
      }
    }
    var whole = claims.deepCopy();
    whole
        .put("iss", issuer.toString())
        .put("vct", vct.value())
        .put("iat", issuedAt.getEpochSecond());
    expires.ifPresent(instant -> whole.put("exp", instant.getEpochSecond()));
    whole
        .putObject("status")
        .putObject("status_list")
        .put("idx", 0)
        .put("uri", "https://issuer.example/status-lists/0");
    if (type.holderBound()) {
      whole.putObject("cnf").putObject("jwk");
    }
    return check(vct, whole);
  }
}
