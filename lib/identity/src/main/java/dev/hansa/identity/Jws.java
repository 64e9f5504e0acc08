package dev.hansa.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/// A JWS in compact serialisation, [RFC 7515](https://www.rfc-editor.org/rfc/rfc7515). A parsed one
/// is believed by nobody until [#isSignedBy] said so.
public final class Jws {
  private final String compact;
  private final ObjectNode unverifiedHeader;
  private final Bytes unverifiedPayload;
  private final Bytes signature;
  private final int signedLength;

  private Jws(String compact, ObjectNode header, Bytes payload, Bytes signature, int signedLength) {
    this.compact = compact;
    this.unverifiedHeader = header;
    this.unverifiedPayload = payload;
    this.signature = signature;
    this.signedLength = signedLength;
  }

  /// Signs; `alg` is set to the one that the key has.
  public static String sign(ObjectNode header, byte[] payload, Signer signer) {
    var protectedHeader = header.deepCopy();
    protectedHeader.put("alg", signer.publicKey().algorithm());
    var signed =
        Bytes.copyOf(Json.utf8(protectedHeader)).toBase64Url()
            + "."
            + Bytes.copyOf(payload).toBase64Url();
    var signature = signer.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Bytes.copyOf(signature).toBase64Url();
  }

  /// Signs a JWT with this `typ` and `kid`.
  public static String signJwt(String typ, DidUrl kid, ObjectNode claims, Signer signer) {
    return sign(
        Json.newObject().put("typ", typ).put("kid", kid.toString()), Json.utf8(claims), signer);
  }

  /// Reads a compact JWS of at most `lengthMax` characters. A header with `crit` is refused, as we
  /// understand no extension (RFC 7515, section 4.1.11).
  public static Jws parse(String compact, int lengthMax) {
    if (compact.length() > lengthMax) {
      throw new MalformedInput("a JWS has at most " + lengthMax + " characters here");
    }
    int first = compact.indexOf('.');
    int second = compact.indexOf('.', first + 1);
    if (first < 0 || second < 0 || compact.indexOf('.', second + 1) >= 0) {
      throw new MalformedInput("a JWS has three parts, with a dot between them");
    }
    var header = Json.parseObject(Bytes.fromBase64Url(compact.substring(0, first)));
    if (header.has("crit")) {
      throw new MalformedInput("a JWS header has no critical extension that we do not know");
    }
    if (header.has("b64")) {
      throw new MalformedInput("a JWS payload is base64url");
    }
    var _ = Json.text(header, "alg", 16);
    return new Jws(
        compact,
        header,
        Bytes.fromBase64Url(compact.substring(first + 1, second)),
        Bytes.fromBase64Url(compact.substring(second + 1)),
        second);
  }

  /// True if this key signed it, with the one algorithm that this key has.
  public boolean isSignedBy(VerificationKey key) {
    return key.algorithm().equals(unverifiedHeader.path("alg").asText())
        && key.verify(
            compact.substring(0, signedLength).getBytes(StandardCharsets.US_ASCII),
            signature.toArray());
  }

  public ObjectNode unverifiedHeader() {
    return unverifiedHeader;
  }

  public Bytes unverifiedPayload() {
    return unverifiedPayload;
  }

  public ObjectNode unverifiedClaims() {
    return Json.parseObject(unverifiedPayload);
  }

  /// The header's `typ`, or an empty text.
  public String typ() {
    return unverifiedHeader.path("typ").asText("");
  }

  /// The text as it was received.
  public String compact() {
    return compact;
  }

  @Override
  public String toString() {
    return "Jws[hidden]";
  }
}
