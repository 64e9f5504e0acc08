package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A request in Indy's format, the one form in which anything is written to the ledger. Immutable;
/// its signatures are believed by nobody until the rules checked them.
public final class IndyRequest {
  /// No request is longer, in UTF-8 bytes: the limit of Indy's own nodes.
  public static final int LENGTH_MAX = 131_072;

  public static final int SIGNATURES_MAX = 32;
  public static final long PROTOCOL_VERSION = 2;

  private static final int SIGNATURE_TEXT_MAX = 512;
  private static final Set<String> UNSIGNED = Set.of("signature", "signatures", "fees");
  private static final Set<String> KNOWN =
      Set.of(
          "identifier",
          "operation",
          "reqId",
          "protocolVersion",
          "signature",
          "signatures",
          "endorser",
          "taaAcceptance");

  private final ObjectNode json;
  private final SortedMap<String, String> signatures;
  private final Bytes signatureInput;
  private final Bytes payloadDigest;
  private final Bytes digest;

  private IndyRequest(ObjectNode json) {
    this.json = json;
    requireForm(json);
    this.signatures = Collections.unmodifiableSortedMap(readSignatures(json));
    boolean attrib = isAttrib(operationType());
    this.signatureInput = Bytes.utf8(SigningText.of(json, attrib, UNSIGNED));
    if (isClosed()) {
      this.payloadDigest = signatureInput.sha256();
      this.digest =
          signatures.isEmpty()
              ? payloadDigest
              : Bytes.utf8(SigningText.of(json, attrib, Set.of())).sha256();
    } else {
      var known = json.deepCopy();
      known.retain(KNOWN);
      this.payloadDigest = Bytes.utf8(SigningText.of(known, attrib, UNSIGNED)).sha256();
      this.digest = Bytes.utf8(SigningText.of(known, attrib, Set.of())).sha256();
    }
  }

  /// Reads a request from outside, signed or not.
  public static IndyRequest parse(String text) {
    if (text.length() > LENGTH_MAX || Bytes.utf8(text).length() > LENGTH_MAX) {
      throw new MalformedInput("a request has at most " + LENGTH_MAX + " bytes");
    }
    return new IndyRequest(Json.parseObject(text, LENGTH_MAX));
  }

  static IndyRequest of(ObjectNode json) {
    return new IndyRequest(json.deepCopy());
  }

  private static void requireForm(ObjectNode json) {
    requireText(json);
    var _ = ShortDid.require(Json.text(json, "identifier", ShortDid.LENGTH_MAX));
    var _ = Json.text(Json.object(json, "operation"), "type", 16);
    var _ = Json.integer(json, "reqId", 0, Long.MAX_VALUE);
    if (json.has("protocolVersion")) {
      var _ = Json.integer(json, "protocolVersion", 1, 2);
    }
    if (json.has("endorser")) {
      var _ = ShortDid.require(Json.text(json, "endorser", ShortDid.LENGTH_MAX));
    }
    if (json.has("taaAcceptance")) {
      var _ = Json.object(json, "taaAcceptance");
    }
  }

  // A lone half of a surrogate pair has no UTF-8 form, so two texts would sign alike.
  private static void requireText(JsonNode node) {
    if (node.isTextual()) {
      requireText(node.textValue());
    } else if (node.isObject()) {
      node.fieldNames().forEachRemaining(IndyRequest::requireText);
      node.forEach(IndyRequest::requireText);
    } else if (node.isArray()) {
      node.forEach(IndyRequest::requireText);
    } else if (node.isIntegralNumber() && node.bigIntegerValue().bitLength() > 64) {
      throw new MalformedInput("an integer has at most 64 bits");
    }
  }

  private static void requireText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          throw new MalformedInput("a text has no half of a surrogate pair");
        }
        i++;
      }
    }
  }

  private static SortedMap<String, String> readSignatures(ObjectNode json) {
    var read = new TreeMap<String, String>();
    if (json.has("signature")) {
      if (json.has("signatures")) {
        throw new MalformedInput("a request has the member signature or signatures, not both");
      }
      read.put(
          json.get("identifier").textValue(), Json.text(json, "signature", SIGNATURE_TEXT_MAX));
    } else if (json.has("signatures")) {
      var object = Json.object(json, "signatures");
      if (object.isEmpty() || object.size() > SIGNATURES_MAX) {
        throw new MalformedInput("a request has 1 to " + SIGNATURES_MAX + " signatures");
      }
      object
          .fieldNames()
          .forEachRemaining(
              did -> read.put(ShortDid.require(did), Json.text(object, did, SIGNATURE_TEXT_MAX)));
    }
    return read;
  }

  private static boolean isAttrib(String type) {
    return type.equals("100") || type.equals("104");
  }

  /// The author, as short DID.
  public String identifier() {
    return json.get("identifier").textValue();
  }

  public String operationType() {
    return json.get("operation").get("type").textValue();
  }

  /// The operation, a copy.
  public ObjectNode operation() {
    return ((ObjectNode) json.get("operation")).deepCopy();
  }

  public long reqId() {
    return json.get("reqId").longValue();
  }

  /// 0 when the request names none.
  public int protocolVersion() {
    return json.path("protocolVersion").asInt(0);
  }

  /// Who signed (short DIDs, in their order), each with the base58 text of its signature.
  public SortedMap<String, String> signatures() {
    return signatures;
  }

  /// True when it is signed in the form with several signers, `signatures`.
  public boolean isMultiSigned() {
    return json.has("signatures");
  }

  public Optional<String> endorser() {
    return Optional.ofNullable(json.path("endorser").textValue());
  }

  public Optional<ObjectNode> taaAcceptance() {
    return json.get("taaAcceptance") instanceof ObjectNode taa
        ? Optional.of(taa.deepCopy())
        : Optional.empty();
  }

  /// True when it has no member that Indy does not know; only such requests are ordered.
  public boolean isClosed() {
    for (var names = json.fieldNames(); names.hasNext(); ) {
      if (!KNOWN.contains(names.next())) {
        return false;
      }
    }
    return true;
  }

  /// What every signer signs.
  public Bytes signatureInput() {
    return signatureInput;
  }

  /// SHA-256 over the request with its signatures, hexadecimal: the request's name.
  public String digest() {
    return digest.toHex();
  }

  /// SHA-256 over the request without its signatures, hexadecimal: what is written at most once.
  public String payloadDigest() {
    return payloadDigest.toHex();
  }

  /// The same request, signed by one more. The author alone signs as `signature`; with others, all
  /// stand in `signatures`.
  public IndyRequest signedBy(Did did, Signer signer) {
    return withSignature(did, Bytes.copyOf(signer.sign(signatureInput.toArray())));
  }

  /// The same request with a signature that was made elsewhere.
  public IndyRequest withSignature(Did did, Bytes signature) {
    var signer = ShortDid.of(did);
    var all = new TreeMap<>(signatures);
    all.put(signer, Base58.encode(signature.toArray()));
    var next = json.deepCopy();
    next.remove("signature");
    next.remove("signatures");
    if (all.size() == 1 && signer.equals(identifier())) {
      next.put("signature", all.get(signer));
    } else {
      var object = next.putObject("signatures");
      all.forEach(object::put);
    }
    return new IndyRequest(next);
  }

  /// True if it carries this DID's signature and the key says it is good.
  public boolean isSignedBy(Did did, VerificationKey key) {
    var text = signatures.get(ShortDid.of(did));
    return text != null && key.verify(signatureInput.toArray(), Base58.decode(text));
  }

  public ObjectNode toJson() {
    return json.deepCopy();
  }

  /// The JSON text to send.
  public String text() {
    return json.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndyRequest that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "IndyRequest[" + operationType() + "]";
  }
}
