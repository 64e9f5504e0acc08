package dev.hansa.didregistry.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.CredentialTypes;
import dev.hansa.identity.Vct;
import java.util.List;
import java.util.Optional;

/// The documents of the credential types: what the catalogue has, if it is what the ledger says.
public final class TypeDocuments {
  private final CredentialTypes types;
  private final Texts texts;

  public TypeDocuments(CredentialTypes types, Texts texts) {
    this.types = types;
    this.texts = texts;
  }

  /// Where the documents come from: their RFC 8785 bytes.
  public interface Texts {
    Optional<Bytes> find(Vct vct, Kind kind);
  }

  /// The three documents that a type has on the ledger, as hashes.
  public enum Kind {
    SCHEMA,
    PRESENTATION_SCHEMA,
    TYPE_METADATA;

    Bytes hash(CredentialType type) {
      return switch (this) {
        case SCHEMA -> type.schemaHash();
        case PRESENTATION_SCHEMA -> type.presentationSchemaHash();
        case TYPE_METADATA -> type.typeMetadataHash();
      };
    }
  }

  /// What looking for a document found.
  public sealed interface Search {
    /// The ledger has no such type.
    record UnknownType() implements Search {}

    /// The ledger has the type, and its hash is not that of a document we have.
    record NotHere(Bytes hash) implements Search {}

    record Found(Bytes document, Bytes hash) implements Search {}
  }

  public List<CredentialType> list() {
    return types.list();
  }

  public Search find(Vct vct, Kind kind) {
    var type = types.find(vct);
    if (type.isEmpty()) {
      return new Search.UnknownType();
    }
    var hash = kind.hash(type.get());
    return texts
        .find(vct, kind)
        .filter(document -> document.sha256().equals(hash))
        .<Search>map(document -> new Search.Found(document, hash))
        .orElseGet(() -> new Search.NotHere(hash));
  }
}
