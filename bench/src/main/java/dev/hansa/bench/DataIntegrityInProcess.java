package dev.hansa.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.CredentialVerifier;
import dev.hansa.credentials.Expectation;
import dev.hansa.credentials.PresentationCheck;
import dev.hansa.credentials.StatusEvidence;
import dev.hansa.credentials.StatusResult;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Accreditations;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.CredentialTypes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidDocument;
import dev.hansa.identity.DidMethods;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The whole check, in process, of a W3C credential with one `ecdsa-rdfc-2019` proof: a vector of
/// the repository, in the world that is beside it.
final class DataIntegrityInProcess implements Measurement {
  private static final double TARGET = 3_000;
  private static final String VECTOR = "vectors/credentials/proof-good-ecdsa-rdfc-2019.json";
  private static final String WORLD = "vectors/credentials/world.json";

  @Override
  public String name() {
    return "data-integrity";
  }

  @Override
  public String what() {
    return "credentials with an ecdsa-rdfc-2019 proof verified in process, 1 thread";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var vector = Checkout.json(VECTOR);
    var world = Checkout.json(WORLD);
    var credential =
        Json.parseObject(Json.text(vector, "presentation", Json.LENGTH_MAX))
            .at("/verifiableCredential/0")
            .toString();
    var now = Instant.parse(vector.at("/expectation/now").asText());
    var verifier =
        new CredentialVerifier(
            DidMethods.withLedger((did, _) -> resolved(world, did)),
            new Granted(now),
            new Types(world),
            (place, _, _) ->
                new StatusResult.Found(
                    new StatusEvidence(
                        place.uri(),
                        place.idx(),
                        "",
                        Bytes.utf8("").sha256(),
                        now,
                        Duration.ofSeconds(60),
                        now,
                        0)));
    var expectation =
        new Expectation(
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(),
            Duration.ofSeconds(60),
            now);
    double rate =
        Rate.of(
            stand.measured(),
            stand.measured(),
            () ->
                Measurement.require(
                    verifier.check(credential, expectation) instanceof PresentationCheck.Verified,
                    "a good credential is verified"));
    return perSecond(
        rate, TARGET, new Row.Limit("one ES256 check, 1 thread", stand.limits().es256()));
  }

  private static DidResolution resolved(ObjectNode world, Did did) {
    var versions = world.path("didDocuments").path(did.toString());
    return versions.path(0).path("document") instanceof ObjectNode document
        ? new DidResolution.Resolved(DidDocument.parse(document), DidResolution.Metadata.NONE)
        : new DidResolution.NotFound();
  }

  /// Whoever asks is accredited, as the vector's issuer is in its world.
  private record Granted(Instant now) implements Accreditations {
    @Override
    public Check check(Did issuer, Vct type, Instant at) {
      return new Check.Accredited(
          new Accreditation(
              issuer,
              type,
              List.of(),
              now.minus(Duration.ofDays(300)),
              now.plus(Duration.ofDays(3000)),
              Duration.ofDays(1200),
              false,
              issuer,
              1,
              Optional.empty()),
          1);
    }

    @Override
    public List<Accreditation> list(Vct type) {
      return List.of();
    }
  }

  private record Types(ObjectNode world) implements CredentialTypes {
    @Override
    public Optional<CredentialType> find(Vct vct) {
      return world.path("credentialTypes").get(vct.value()) instanceof ObjectNode type
          ? Optional.of(
              new CredentialType(
                  vct,
                  hash(type, "schemaHash"),
                  hash(type, "presentationSchemaHash"),
                  hash(type, "typeMetadataHash"),
                  CredentialType.IssuedBy.valueOf(type.path("issuedBy").asText()),
                  1))
          : Optional.empty();
    }

    private static Bytes hash(ObjectNode type, String member) {
      return Bytes.fromBase64Url(type.path(member).asText());
    }

    @Override
    public List<CredentialType> list() {
      return List.of();
    }
  }
}
