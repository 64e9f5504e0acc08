package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.VerificationKey;

/// What organisations write as `diddocContent`.
public final class DidDocContents {
  public static final String ASSERTION = "assert";
  public static final String AUTHENTICATION = "auth";

  private DidDocContents() {}

  /// An organisation's keys beside its verkey: `#assert` signs credentials and receipts, `#auth`
  /// its API calls.
  public static ObjectNode organisation(
      Did did, VerificationKey assertion, VerificationKey authentication) {
    var content = Json.newObject();
    var methods = content.putArray("verificationMethod");
    methods.add(method(new DidUrl(did, ASSERTION), assertion));
    methods.add(method(new DidUrl(did, AUTHENTICATION), authentication));
    content.putArray("assertionMethod").add(new DidUrl(did, ASSERTION).toString());
    content.putArray("authentication").add(new DidUrl(did, AUTHENTICATION).toString());
    return content;
  }

  /// By the older of the two names that a JWK's method has ([Controlled Identifiers 1.0, section
  /// 2.2.3](https://www.w3.org/TR/cid-1.0/#JsonWebKey) calls it `JsonWebKey`): there are wallets
  /// that know this one alone, and none that know only the other.
  private static ObjectNode method(DidUrl name, VerificationKey key) {
    var method =
        Json.newObject()
            .put("id", name.toString())
            .put("type", "JsonWebKey2020")
            .put("controller", name.did().toString());
    method.set("publicKeyJwk", key.toJwk());
    return method;
  }
}
