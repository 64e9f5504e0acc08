package dev.hansa.didregistry.ledger;

import dev.hansa.credentials.Catalogue;
import dev.hansa.credentials.CatalogueType;
import dev.hansa.didregistry.domain.TypeDocuments;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The catalogue's documents in the one form whose hash stands on the ledger, RFC 8785, made once.
public final class CatalogueTexts implements TypeDocuments.Texts {
  private final Map<Vct, Map<TypeDocuments.Kind, Bytes>> texts = new HashMap<>();

  public CatalogueTexts(Catalogue catalogue) {
    for (var type : catalogue.types()) {
      texts.put(type.vct(), texts(type));
    }
  }

  private static Map<TypeDocuments.Kind, Bytes> texts(CatalogueType type) {
    var byKind = new EnumMap<TypeDocuments.Kind, Bytes>(TypeDocuments.Kind.class);
    for (var kind : TypeDocuments.Kind.values()) {
      var document =
          switch (kind) {
            case SCHEMA -> type.schema();
            case PRESENTATION_SCHEMA -> type.presentationSchema();
            case TYPE_METADATA -> type.typeMetadata();
          };
      byKind.put(kind, Json.canonical(document));
    }
    return byKind;
  }

  @Override
  public Optional<Bytes> find(Vct vct, TypeDocuments.Kind kind) {
    return Optional.ofNullable(texts.get(vct)).map(byKind -> byKind.get(kind));
  }
}
