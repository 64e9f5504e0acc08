package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A presentation in the making, right in every respect until a test changes something.
final class Draft {
  static final SecureRandom RANDOM = new SecureRandom();

  final World world;
  final ObjectNode claims;
  SelectiveDisclosure selective;
  Signer issuer = World.ISSUER_KEY;
  final ObjectNode header =
      Json.newObject().put("typ", SdJwt.TYPE).put("kid", World.ISSUER_NAME.toString());
  Consumer<ObjectNode> payload = _ -> {};
  UnaryOperator<String> issuerJwt = UnaryOperator.identity();
  Predicate<Disclosure> shown = _ -> true;
  UnaryOperator<List<String>> disclosures = UnaryOperator.identity();
  Optional<Signer> holder = Optional.of(World.HOLDER_KEY);
  final ObjectNode kbHeader = Json.newObject().put("typ", "kb+jwt");
  final ObjectNode kbClaims =
      Json.newObject()
          .put("iat", World.NOW.getEpochSecond())
          .put("aud", World.AUDIENCE)
          .put("nonce", World.NONCE);
  UnaryOperator<String> sdHash = UnaryOperator.identity();

  Optional<String> nonce = Optional.of(World.NONCE);
  Optional<String> audience = Optional.of(World.AUDIENCE);
  boolean requireHolderBinding = true;
  List<String> transactionData = List.of();
  Optional<ObjectNode> query = Optional.empty();
  Instant now = World.NOW;

  private Draft(World world, Vct vct, ObjectNode claims) {
    this.world = world;
    this.claims = claims;
    this.selective = Catalogue.hansa().find(vct).orElseThrow().selectiveDisclosure();
  }

  /// A person's membership.
  static Draft participant(World world) {
    var claims = base("participant", 365);
    claims
        .put("sub", DidJwk.of(World.HOLDER_KEY.publicKey()).toString())
        .put("kind", "NATURAL_PERSON")
        .put("country", "SE")
        .put("termsHash", Bytes.utf8("terms").sha256().toBase64Url())
        .put("onboardedAt", "2026-11-01T00:00:00Z");
    claims.putArray("roles").add("PROSUMER");
    return new Draft(world, Vct.hansa("participant"), claims);
  }

  /// An organisation's membership, with claims to hide.
  static Draft organisation(World world) {
    var draft = participant(world);
    draft
        .claims
        .put("sub", World.MANDATOR.toString())
        .put("kind", "LEGAL_ENTITY")
        .put("organizationIdentifier", "VATSE-556012579001")
        .put("legalName", "Small Cells AB")
        .put("lei", "529900T8BM49AURSDO55");
    return draft;
  }

  /// What an organisation lets one of its people do.
  static Draft mandate(World world) {
    var claims = base("mandate", 300).put("iss", World.MANDATOR.toString());
    claims
        .putObject("mandator")
        .put("did", World.MANDATOR.toString())
        .put("organizationIdentifier", "VATSE-556012579001")
        .put("legalName", "Small Cells AB")
        .put("country", "SE");
    claims
        .putObject("mandatee")
        .put("kind", "PERSON")
        .put("givenName", "Ada")
        .put("familyName", "Lind")
        .put("email", "ada@smallcells.example");
    var powers = claims.putArray("power");
    power(powers.addObject(), "Telecom", "Offering", "Create");
    power(powers.addObject(), "Telecom", "Agreement", "Sign");
    power(powers.addObject(), "Energy", "Order", "Buy");
    claims
        .putObject("limits")
        .put("currency", "EUR")
        .put("perTransactionMinor", 1_000_000)
        .put("perDayMinor", 5_000_000);
    claims.put("delegable", false).put("loa", "high");
    var draft = new Draft(world, Vct.hansa("mandate"), claims);
    draft.issuer = World.OTHER_KEY;
    draft.header.put("kid", World.MANDATOR_NAME.toString());
    draft.status().put("uri", World.MANDATES.toString());
    return draft;
  }

  /// A credential that is bound to no holder.
  static Draft meteredData(World world) {
    var claims = base("metered-data", 1000);
    var _ = claims.remove("cnf");
    claims
        .put("meteringPointId", "735999100000000010")
        .put("direction", "EXPORT")
        .put("start", "2026-10-31T12:00:00Z")
        .put("resolution", "PT15M")
        .put("unit", "WH")
        .put("version", 1);
    var readings = claims.putArray("readings");
    for (var minute : List.of("00", "15", "30", "45")) {
      readings
          .addObject()
          .put("start", "2026-10-31T12:" + minute + ":00Z")
          .put("wh", 250)
          .put("q", "MEASURED");
    }
    return new Draft(world, Vct.hansa("metered-data"), claims);
  }

  private static void power(ObjectNode power, String domain, String function, String action) {
    power.put("type", "Domain").put("domain", domain).put("function", function);
    power.putArray("action").add(action);
  }

  private static ObjectNode base(String type, int days) {
    var claims =
        Json.newObject()
            .put("iss", World.ISSUER.toString())
            .put("vct", Vct.hansa(type).value())
            .put("iat", World.ISSUED.getEpochSecond())
            .put("exp", World.ISSUED.getEpochSecond() + days * 86_400L);
    claims.putObject("cnf").set("jwk", World.HOLDER_KEY.publicKey().toJwk());
    claims
        .putObject("status")
        .putObject("status_list")
        .put("idx", 17)
        .put("uri", World.LIST.toString());
    return claims;
  }

  ObjectNode status() {
    return (ObjectNode) claims.at("/status/status_list");
  }

  /// The credential as its holder got it.
  String issued() {
    var issued =
        SdJwtIssuance.issue(claims, selective, World.ISSUER_NAME, World.ISSUER_KEY, RANDOM);
    var parts = new ArrayList<>(List.of(issued.split("~", -1)));
    var signed = Jws.parse(parts.getFirst(), SdJwt.LENGTH_MAX).unverifiedClaims();
    payload.accept(signed);
    parts.set(0, issuerJwt.apply(Jws.sign(header, Json.utf8(signed), issuer)));
    return String.join("~", parts);
  }

  /// What the holder shows.
  String presented() {
    var parts = List.of(issued().split("~", -1));
    var encoded =
        parts.subList(1, parts.size() - 1).stream()
            .map(Disclosure::parse)
            .filter(shown)
            .map(Disclosure::encoded)
            .toList();
    var text = new StringBuilder(parts.getFirst()).append('~');
    disclosures.apply(encoded).forEach(each -> text.append(each).append('~'));
    var unbound = text.toString();
    if (holder.isEmpty()) {
      return unbound;
    }
    var hash = Bytes.sha256(unbound.getBytes(StandardCharsets.US_ASCII)).toBase64Url();
    var claimsOfHolder = kbClaims.deepCopy().put("sd_hash", sdHash.apply(hash));
    if (!transactionData.isEmpty() && !claimsOfHolder.has("transaction_data_hashes")) {
      var hashes = claimsOfHolder.putArray("transaction_data_hashes");
      transactionData.forEach(entry -> hashes.add(Presenter.transactionHash(entry)));
    }
    if (claimsOfHolder.path("transaction_data_hashes").isNull()) {
      var _ = claimsOfHolder.remove("transaction_data_hashes");
    }
    return unbound + Jws.sign(kbHeader, Json.utf8(claimsOfHolder), holder.get());
  }

  Expectation expectation() {
    return new Expectation(
        nonce,
        audience,
        requireHolderBinding,
        query.map(json -> DcqlQuery.parse(json).credentials().getFirst()),
        transactionData,
        Duration.ofSeconds(60),
        now);
  }

  PresentationCheck check() {
    return world.verifier().check(presented(), expectation());
  }

  /// The reason's code, or `verified`.
  String reason() {
    return switch (check()) {
      case PresentationCheck.Refusal refusal -> refusal.reason();
      case PresentationCheck.Verified _ -> "verified";
    };
  }

  /// A DCQL query for one credential of this type.
  static ObjectNode query(String type, String claimsJson) {
    return Json.parseObject(
        """
        {"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{"vct_values":["urn:hansa:%s:1"]},"claims":%s}]}
        """
            .formatted(type, claimsJson));
  }
}
