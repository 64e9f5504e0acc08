package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.CredentialFormats;
import dev.hansa.identity.Json;

/// The credential formats that are verified here, as `vp_formats_supported` names them: [OpenID4VP
/// 1.0, appendix
/// B](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#appendix-B).
final class Formats {
  private Formats() {}

  static ObjectNode supported() {
    var formats = Json.newObject();
    var sdJwt = formats.putObject("dc+sd-jwt");
    sdJwt.putArray("sd-jwt_alg_values").add("ES256");
    sdJwt.putArray("kb-jwt_alg_values").add("ES256");
    formats.putObject("jwt_vc_json").putArray("alg_values").add("ES256").add("EdDSA");
    var ldp = formats.putObject("ldp_vc");
    ldp.putArray("proof_type_values").add("DataIntegrityProof");
    var suites = ldp.putArray("cryptosuite_values");
    CredentialFormats.CRYPTOSUITES.forEach(suites::add);
    return formats;
  }
}
