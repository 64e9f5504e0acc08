package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A W3C credential as the checks see it, however it is secured.
record VcdmPresented(
    String format,
    Vcdm credential,
    Optional<Instant> expires,
    Bytes credentialHash,
    List<IssuerProof> issuerProofs,
    Optional<HolderProof> holderProof)
    implements Presented {
  @Override
  public Did issuer() {
    return credential.issuer();
  }

  @Override
  public Vct vct() {
    return credential.vct();
  }

  @Override
  public Set<String> typeNames() {
    return credential.types();
  }

  @Override
  public Instant issuedAt() {
    return credential.validFrom();
  }

  @Override
  public Optional<Instant> notBefore() {
    return Optional.empty();
  }

  @Override
  public Optional<Did> subject() {
    return credential.subject();
  }

  @Override
  public Optional<VerificationKey> holderKey() {
    return credential.holderKey();
  }

  @Override
  public List<StatusPlace> statuses() {
    return credential.statuses();
  }

  @Override
  public ObjectNode claims() {
    return credential.claims();
  }

  @Override
  public ObjectNode shape() {
    return credential.shape();
  }

  @Override
  public ClaimNode root() {
    return ClaimNode.plain(credential.json());
  }

  @Override
  public String toString() {
    return "VcdmPresented[" + vct() + "]";
  }
}
