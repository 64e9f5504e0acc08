package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import dev.hansa.issuer.domain.CredentialRequest;
import dev.hansa.issuer.domain.EncryptionKeys;
import dev.hansa.issuer.domain.ResponseEncryption;
import dev.hansa.issuer.domain.Tenant;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;

/// Encrypted credential requests and responses, [OpenID4VCI 1.0, section
/// 10](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html). Errors are never
/// encrypted.
@Singleton
final class Sealing {
  static final MediaType JWT = MediaType.of("application/jwt");

  private final EncryptionKeys keys;
  private final SecureRandom random;

  Sealing(EncryptionKeys keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /// A request's JSON, and whether it came encrypted.
  record Opened(String json, boolean encrypted) {}

  /// A request or a wish that is not encrypted as it must be: `invalid_encryption_parameters`.
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String says) {
      super(says, null, false, false);
    }
  }

  Opened open(HttpRequest<?> request, Tenant tenant, String body) {
    boolean sealed =
        request.getContentType().map(type -> type.getName().equals(JWT.getName())).orElse(false);
    if (!sealed) {
      Answers.requireJson(request);
      if (tenant.policy().encryptionRequired()) {
        throw new Refused("this issuer wants requests encrypted");
      }
      return new Opened(body, false);
    }
    Jwe jwe;
    try {
      jwe = Jwe.parse(body, 2 * CredentialRequest.BODY_MAX);
    } catch (MalformedInput e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
    var key = keys.of(tenant.name());
    if (!jwe.keyId().equals(Optional.of(keyId(key.publicKey())))) {
      throw new Refused("the request's kid is the one of the issuer's metadata");
    }
    var text = jwe.decrypt(key);
    if (text.isEmpty()) {
      throw new Refused("the request is encrypted to the key of the issuer's metadata");
    }
    return new Opened(text.get().toUtf8(), true);
  }

  /// Looks at the wish for an encrypted answer: it comes in an encrypted request alone, as anybody
  /// on the way could else put in a key of their own.
  static void require(Tenant tenant, Opened opened, Optional<ResponseEncryption> encryption) {
    if (encryption.isPresent() && !opened.encrypted()) {
      throw new Refused("the wish for an encrypted answer stands in an encrypted request");
    }
    if (encryption.isEmpty() && tenant.policy().encryptionRequired()) {
      throw new Refused("this issuer wants to encrypt its answers");
    }
  }

  /// An answer whose body is for the wallet alone, where it asked so.
  MutableHttpResponse<String> seal(
      MutableHttpResponse<String> answer, Optional<ResponseEncryption> encryption) {
    return encryption.isEmpty()
        ? answer
        : answer
            .body(encryption.get().encrypt(String.valueOf(answer.body()), random))
            .contentType(JWT);
  }

  /// What the metadata say of it.
  void describe(Tenant tenant, ObjectNode metadata) {
    boolean required = tenant.policy().encryptionRequired();
    var key = keys.of(tenant.name()).publicKey();
    var request = metadata.putObject("credential_request_encryption");
    var jwk = key.toJwk().put("kid", keyId(key)).put("use", "enc").put("alg", Jwe.ALGORITHM);
    request.putObject("jwks").putArray("keys").add(jwk);
    encryptions(request).put("encryption_required", required);
    var response = metadata.putObject("credential_response_encryption");
    response.putArray("alg_values_supported").add(Jwe.ALGORITHM);
    encryptions(response).put("encryption_required", required);
  }

  private static ObjectNode encryptions(ObjectNode json) {
    var values = json.putArray("enc_values_supported");
    for (var each : Jwe.Encryption.values()) {
      values.add(each.name());
    }
    return json;
  }

  private static String keyId(VerificationKey key) {
    return key.thumbprint().toBase64Url();
  }
}
