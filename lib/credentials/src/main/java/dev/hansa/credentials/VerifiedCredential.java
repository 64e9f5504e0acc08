package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// A credential that passed every check. Only [CredentialVerifier] makes one.
public final class VerifiedCredential {
  /// Stands for "does not expire", as in RFC 5280, section 4.1.2.5.
  public static final Instant NO_EXPIRY = Instant.ofEpochSecond(253_402_300_799L);

  private final Presented credential;
  private final String presentation;
  private final Optional<Presented.HolderProof> holderProof;
  private final Optional<StatusEvidence> status;
  private final long ledgerHeight;

  VerifiedCredential(
      Presented credential,
      String presentation,
      Optional<Presented.HolderProof> holderProof,
      Optional<StatusEvidence> status,
      long ledgerHeight) {
    this.credential = credential;
    this.presentation = presentation;
    this.holderProof = holderProof;
    this.status = status;
    this.ledgerHeight = ledgerHeight;
  }

  /// The credential format identifier of OpenID4VP.
  public String format() {
    return credential.format();
  }

  public Vct vct() {
    return credential.vct();
  }

  public Did issuer() {
    return credential.issuer();
  }

  /// The key that the issuer signed with.
  public DidUrl keyName() {
    return credential.issuerProofs().getFirst().key().name(credential.issuer());
  }

  public Optional<Did> subject() {
    return credential.subject();
  }

  /// What was shown: the processed payload, a copy.
  public ObjectNode claims() {
    return credential.claims().deepCopy();
  }

  public Optional<VerificationKey> holderKey() {
    return credential.holderKey();
  }

  public Instant issuedAt() {
    return credential.issuedAt();
  }

  /// When it expires, or [#NO_EXPIRY].
  public Instant expires() {
    return credential.expires().orElse(NO_EXPIRY);
  }

  public Optional<StatusEvidence> status() {
    return status;
  }

  /// SHA-256 of the issuer-signed JWT: the same for every presentation of one credential.
  public Bytes credentialHash() {
    return credential.credentialHash();
  }

  /// SHA-256 of the presentation as it came.
  public Bytes presentationHash() {
    return Bytes.sha256(presentation.getBytes(StandardCharsets.UTF_8));
  }

  /// The lowest ledger height at which something it rests on was proved.
  public long ledgerHeight() {
    return ledgerHeight;
  }

  /// The holder's signature over nonce, audience and transaction data, where it stands by itself.
  public Optional<String> kbJwt() {
    return holderProof.flatMap(Presented.HolderProof::text);
  }

  @Override
  public String toString() {
    return "VerifiedCredential[" + vct() + "]";
  }
}
