package dev.hansa.credentials;

import dev.hansa.identity.DidUrl;
import dev.hansa.identity.VerificationKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A KB-JWT as the checks see it; `sdHash` is what it should be over.
record KeyBindingProof(KeyBinding binding, String sdHash) implements Presented.HolderProof {
  @Override
  public Optional<DidUrl> keyName() {
    return Optional.empty();
  }

  @Override
  public boolean isSignedBy(VerificationKey key) {
    return binding.jws().isSignedBy(key);
  }

  @Override
  public String nonce() {
    return binding.nonce();
  }

  @Override
  public String audience() {
    return binding.audience();
  }

  @Override
  public Optional<Instant> issuedAt() {
    return Optional.of(binding.issuedAt());
  }

  @Override
  public boolean isOverWhatIsPresented() {
    return sdHash.equals(binding.sdHash());
  }

  @Override
  public List<String> transactionDataHashes() {
    return binding.transactionDataHashes();
  }

  @Override
  public Optional<String> text() {
    return Optional.of(binding.jws().compact());
  }
}
