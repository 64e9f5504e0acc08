package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.ledgerprotocol.DidDocContents;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.Payloads;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes to the ledger, by way of the registry: each request is built and signed here, and goes
/// through unchanged.
public final class LedgerActs {
  /// How long a request of our own types may be on its way.
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final Network network;

  public LedgerActs(Network network) {
    this.network = network;
  }

  /// Where it stands on the ledger.
  public record Written(String ledger, long seqNo, long height, boolean alreadyThere) {
    public String says() {
      return String.format(
          Locale.ROOT,
          "%s ledger, transaction %d, height %d%s",
          ledger,
          seqNo,
          height,
          alreadyThere ? " (it was there already)" : "");
    }

    public ObjectNode toJson() {
      return Json.newObject()
          .put("ledger", ledger)
          .put("seqNo", seqNo)
          .put("height", height)
          .put("alreadyThere", alreadyThere);
    }
  }

  /// What an accreditation allows; no territories means everywhere.
  public record Grant(
      Did issuer,
      Vct type,
      List<String> territories,
      Instant from,
      Instant until,
      Duration credentialsFor,
      boolean delegable) {
    public Grant {
      territories = List.copyOf(territories);
    }
  }

  /// A new DID: the organisation signs itself, the endorser beside it.
  public Written createDid(Organisation organisation, Organisation endorser) {
    return submit(
        RequestBuilder.newNym(organisation.did(), organisation.did(), verkey(organisation.nym()))
            .diddocContent(document(organisation))
            .endorser(endorser.did())
            .reqId(newReqId())
            .build()
            .signedBy(organisation.did(), organisation.nym())
            .signedBy(endorser.did(), endorser.nym()));
  }

  /// A new DID with a role, which a trustee gives.
  public Written createDid(Organisation organisation, Role role, Organisation trustee) {
    return submit(
        RequestBuilder.newNym(trustee.did(), organisation.did(), verkey(organisation.nym()))
            .role(role)
            .diddocContent(document(organisation))
            .reqId(newReqId())
            .build()
            .signedBy(trustee.did(), trustee.nym()));
  }

  /// A new key in the place of `nym`, `assert` or `auth`. First the new key is in a file, then on
  /// the ledger, then in its place: whatever happens between, no key is lost.
  public Written rotate(Organisation organisation, String key) {
    var file = organisation.folder().resolve(key + ".jwk");
    var next = organisation.folder().resolve(key + ".next.jwk");
    try {
      var signer =
          key.equals("nym")
              ? PrivateKeys.readOrCreateEd25519(next, network.random())
              : PrivateKeys.readOrCreateP256(next, network.random());
      var builder = RequestBuilder.nym(organisation.did(), organisation.did()).reqId(newReqId());
      switch (key) {
        case "nym" -> builder.verkey(verkey(signer));
        case "assert" ->
            builder.diddocContent(
                DidDocContents.organisation(
                    organisation.did(),
                    signer.publicKey(),
                    organisation.authentication().publicKey()));
        case "auth" ->
            builder.diddocContent(
                DidDocContents.organisation(
                    organisation.did(), organisation.assertion().publicKey(), signer.publicKey()));
        default -> throw new IllegalArgumentException("a key is nym, assert or auth");
      }
      var written = submit(builder.build().signedBy(organisation.did(), organisation.nym()));
      var _ =
          Files.move(
              file,
              organisation.folder().resolve(key + "." + written.seqNo() + ".old.jwk"),
              StandardCopyOption.ATOMIC_MOVE);
      var _ = Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      return written;
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, "The key's file cannot be changed: " + e.getMessage(), e);
    }
  }

  public Written deactivate(Organisation organisation) {
    return submit(
        RequestBuilder.nym(organisation.did(), organisation.did())
            .deactivate()
            .reqId(newReqId())
            .build()
            .signedBy(organisation.did(), organisation.nym()));
  }

  public Written credentialType(
      Vct vct,
      Bytes schemaHash,
      Bytes presentationSchemaHash,
      Bytes typeMetadataHash,
      CredentialType.IssuedBy issuedBy,
      List<Organisation> trustees) {
    return payload(
        PayloadType.CREDENTIAL_TYPE,
        Payloads.credentialType(
            vct, schemaHash, presentationSchemaHash, typeMetadataHash, issuedBy),
        trustees);
  }

  public Written accredit(Grant grant, List<Organisation> signers) {
    return payload(
        PayloadType.ACCREDITATION,
        Payloads.accreditation(
            grant.issuer(),
            grant.type(),
            grant.territories(),
            grant.from().truncatedTo(ChronoUnit.SECONDS),
            grant.until().truncatedTo(ChronoUnit.SECONDS),
            grant.credentialsFor(),
            grant.delegable()),
        signers);
  }

  public Written withdraw(
      Did issuer, Vct type, String reason, Instant since, List<Organisation> signers) {
    return payload(
        PayloadType.ACCREDITATION,
        Payloads.withdrawal(issuer, type, reason, since.truncatedTo(ChronoUnit.SECONDS)),
        signers);
  }

  private Written payload(PayloadType type, ObjectNode payload, List<Organisation> signers) {
    if (signers.isEmpty()) {
      throw new Stop(ExitCode.USAGE, "Somebody signs.");
    }
    var request =
        RequestBuilder.payload(
                type,
                signers.getFirst().did(),
                network.clock().instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS),
                payload)
            .reqId(newReqId())
            .build();
    for (var signer : signers) {
      request = request.signedBy(signer.did(), signer.nym());
    }
    return submit(request);
  }

  private Written submit(IndyRequest request) {
    var answer =
        network
            .calls()
            .post(network.url(HouseService.DID_REGISTRY) + "/requests", request.text())
            .orRefusal();
    return new Written(
        switch ((int) answer.path("ledger").asLong()) {
          case 0 -> "pool";
          case 1 -> "domain";
          case 2 -> "config";
          default -> "market";
        },
        Json.integer(answer, "seqNo", 1, Json.INTEGER_MAX),
        Json.integer(answer, "height", 0, Json.INTEGER_MAX),
        answer.path("alreadyThere").asBoolean());
  }

  private static ObjectNode document(Organisation organisation) {
    return DidDocContents.organisation(
        organisation.did(),
        organisation.assertion().publicKey(),
        organisation.authentication().publicKey());
  }

  private static VerificationKey.Ed25519Key verkey(Signer signer) {
    if (signer.publicKey() instanceof VerificationKey.Ed25519Key key) {
      return key;
    }
    throw new Stop(ExitCode.FOLDER, "A key nym.jwk is an Ed25519 key.");
  }

  private long newReqId() {
    return network.random().nextLong(1, Json.INTEGER_MAX);
  }

  /// Whether this issuer may issue this type now, by the registry.
  public boolean isAccredited(Did issuer, Vct type) {
    return network
        .calls()
        .get(
            network.url(HouseService.DID_REGISTRY)
                + "/accreditations?type="
                + type
                + "&issuer="
                + issuer)
        .orRefusal()
        .path("accredited")
        .asBoolean();
  }

  /// Whether this DID is on the ledger, by the registry.
  public Optional<ObjectNode> resolve(Did did) {
    var answer =
        network.calls().get(network.url(HouseService.DID_REGISTRY) + "/1.0/identifiers/" + did);
    return switch (answer.status()) {
      case 200 -> Optional.of(answer.body());
      case 404 -> Optional.empty();
      default -> Optional.of(answer.orRefusal());
    };
  }
}
