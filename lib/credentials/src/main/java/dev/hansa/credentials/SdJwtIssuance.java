package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Signer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Issues SD-JWT VCs, [RFC 9901, section 5](https://www.rfc-editor.org/rfc/rfc9901#section-5).
public final class SdJwtIssuance {
  private SdJwtIssuance() {}

  /// Signs these claims and returns the credential with all its disclosures, ending in `~`.
  public static String issue(
      ObjectNode claims,
      SelectiveDisclosure selective,
      DidUrl kid,
      Signer signer,
      SecureRandom random) {
    var payload = claims.deepCopy();
    var disclosures = new ArrayList<Disclosure>();
    // The deepest first: what stands inside a disclosure is then already replaced by digests.
    var deepestFirst =
        selective.paths().stream()
            .sorted(Comparator.comparingInt((ClaimPath path) -> path.segments().size()).reversed())
            .toList();
    for (var path : deepestFirst) {
      hide(payload, path.segments(), disclosures, random);
    }
    if (!disclosures.isEmpty()) {
      payload.put(Disclosing.SD_ALG, Disclosing.SHA_256);
    }
    var compact = new StringBuilder(Jws.signJwt(SdJwt.TYPE, kid, payload, signer)).append('~');
    for (var disclosure : disclosures) {
      compact.append(disclosure.encoded()).append('~');
    }
    return compact.toString();
  }

  private static void hide(
      JsonNode at, List<ClaimPath.Segment> path, List<Disclosure> made, SecureRandom random) {
    var rest = path.subList(1, path.size());
    switch (path.getFirst()) {
      case ClaimPath.Segment.Name(var name) -> {
        if (at instanceof ObjectNode object && object.has(name)) {
          var value = object.path(name);
          if (rest.isEmpty()) {
            var _ = object.remove(name);
            digest(object, Disclosure.ofMember(name, value, random), made);
          } else {
            hide(value, rest, made, random);
          }
        }
      }
      case ClaimPath.Segment.All() -> {
        if (at instanceof ArrayNode array) {
          for (int i = 0; i < array.size(); i++) {
            hideElement(array, i, rest, made, random);
          }
        }
      }
      case ClaimPath.Segment.Index(var index) -> {
        if (at instanceof ArrayNode array && index < array.size()) {
          hideElement(array, index, rest, made, random);
        }
      }
    }
  }

  private static void hideElement(
      ArrayNode array,
      int index,
      List<ClaimPath.Segment> rest,
      List<Disclosure> made,
      SecureRandom random) {
    if (!rest.isEmpty()) {
      hide(array.get(index), rest, made, random);
      return;
    }
    var disclosure = Disclosure.ofElement(array.get(index), random);
    var _ = array.set(index, Json.newObject().put(Disclosing.ELEMENT, disclosure.digest()));
    made.add(disclosure);
  }

  /// Adds a digest in the digests' own order, which says nothing of the claims' order.
  private static void digest(ObjectNode object, Disclosure disclosure, List<Disclosure> made) {
    var digests = new ArrayList<String>();
    object.path(Disclosing.SD).forEach(digest -> digests.add(digest.textValue()));
    digests.add(disclosure.digest());
    digests.sort(Comparator.naturalOrder());
    var array = object.putArray(Disclosing.SD);
    digests.forEach(array::add);
    made.add(disclosure);
  }
}
