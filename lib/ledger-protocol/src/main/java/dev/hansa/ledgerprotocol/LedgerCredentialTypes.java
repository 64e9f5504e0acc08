package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.CredentialTypes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The credential types, from proved answers of the ledger.
public final class LedgerCredentialTypes implements CredentialTypes {
  private final LedgerClient client;
  private final ProofCache<Vct, Optional<CredentialType>> cache;
  private final ProofCache<String, List<CredentialType>> lists;

  public LedgerCredentialTypes(LedgerClient client, Clock clock) {
    this(client, clock, ProofCache.AGE_MAX);
  }

  /// Answers are used again until they are `ageMax` old.
  public LedgerCredentialTypes(LedgerClient client, Clock clock, Duration ageMax) {
    this.client = client;
    this.cache = new ProofCache<>(client, clock, ageMax);
    this.lists = new ProofCache<>(client, clock, ageMax);
  }

  @Override
  public Optional<CredentialType> find(Vct vct) {
    return proved(vct).value();
  }

  /// A type, with the proof.
  public Proved<Optional<CredentialType>> proved(Vct vct) {
    return cache.get(
        vct,
        () ->
            client
                .state(SubLedger.DOMAIN, Keys.credentialType(vct))
                .read(value -> value.map(LedgerCredentialTypes::read)));
  }

  @Override
  public List<CredentialType> list() {
    return provedList().value();
  }

  /// All types, with the proof that there is no other.
  public Proved<List<CredentialType>> provedList() {
    return lists.get(
        "",
        () ->
            client
                .list(SubLedger.DOMAIN, Keys.CREDENTIAL_TYPES)
                .read(
                    values -> values.values().stream().map(LedgerCredentialTypes::read).toList()));
  }

  /// Reads a value that stands under a type's key, for whoever checked its proof.
  public static CredentialType read(Bytes value) {
    var json = StateJson.read(value);
    return new CredentialType(
        Vct.parse(Json.text(json, "vct", Vct.LENGTH_MAX)),
        Members.hash(json, "schemaHash"),
        Members.hash(json, "presentationSchemaHash"),
        Members.hash(json, "typeMetadataHash"),
        Json.text(json, "issuedBy", 16).equals("accredited")
            ? CredentialType.IssuedBy.ACCREDITED
            : CredentialType.IssuedBy.MANDATOR,
        Json.integer(json, "seqNo", 1, Json.INTEGER_MAX));
  }
}
