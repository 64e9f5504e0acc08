package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What indy-vdr signs, we sign; what it refuses, we refuse.
class IndyRequestVectorsTest {
  private static final Did TRUSTEE = DidIndy.of("sovrin", "V4SGRU86Z58d6TV7PBUe6f");
  private static final Did STEWARD = DidIndy.of("sovrin", "Th7MpTaRZVRYnPiabds81Y");

  static Stream<JsonNode> vectors() {
    return Vectors.read("indy/indy-request-vectors.json").get("vectors").valueStream();
  }

  static Stream<JsonNode> refused() {
    return Vectors.read("indy/indy-request-vectors.json").get("refused").valueStream();
  }

  static Stream<JsonNode> ordered() {
    return Vectors.read("indy/indy-reply-vectors.json")
        .get("exchanges")
        .valueStream()
        .filter(exchange -> exchange.path("result").path("txn").has("metadata"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void the_signature_input_is_the_one_of_indy_vdr(JsonNode vector) {
    var request = IndyRequest.parse(vector.get("requestUnsigned").textValue());
    assertThat(request.signatureInput().toUtf8())
        .isEqualTo(vector.get("signatureInput").textValue());
    assertThat(request.signatureInput().toHex())
        .isEqualTo(vector.get("signatureInputHex").textValue());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void a_signed_request_is_the_one_of_indy_vdr(JsonNode vector) {
    var signer = Vectors.signer("000000000000000000000000Trustee1");
    var request =
        IndyRequest.parse(vector.get("requestUnsigned").textValue()).signedBy(TRUSTEE, signer);
    if (request.identifier().equals("V4SGRU86Z58d6TV7PBUe6f")) {
      assertThat(request.signatures().get("V4SGRU86Z58d6TV7PBUe6f"))
          .isEqualTo(vector.get("signatureB58").textValue());
      assertThat(request.toJson()).isEqualTo(Json.parse(vector.get("requestSigned").textValue()));
      assertThat(request.isSignedBy(TRUSTEE, signer.publicKey())).isTrue();
    } else {
      assertThat(Base58.encode(signer.sign(request.signatureInput().toArray())))
          .isEqualTo(vector.get("signatureB58").textValue());
    }
  }

  @Test
  void a_second_signer_turns_signature_into_signatures() {
    var vector =
        vectors()
            .filter(v -> v.get("name").textValue().equals("MULTISIG"))
            .findFirst()
            .orElseThrow();
    var request =
        IndyRequest.parse(vector.get("requestUnsigned").textValue())
            .signedBy(TRUSTEE, Vectors.signer("000000000000000000000000Trustee1"))
            .signedBy(STEWARD, Vectors.signer("000000000000000000000000Steward1"));
    assertThat(request.toJson()).isEqualTo(Json.parse(vector.get("multiSigned").textValue()));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_indy_vdr_refuses_is_refused(JsonNode vector) {
    assertThatThrownBy(() -> IndyRequest.parse(vector.get("requestGiven").textValue()))
        .isInstanceOf(MalformedInput.class);
  }

  @ParameterizedTest
  @MethodSource("ordered")
  void the_digests_are_those_of_a_real_pool(JsonNode exchange) {
    var request = IndyRequest.parse(exchange.get("request").toString());
    var metadata = exchange.get("result").get("txn").get("metadata");
    assertThat(request.digest()).isEqualTo(metadata.get("digest").textValue());
    assertThat(request.payloadDigest()).isEqualTo(metadata.get("payloadDigest").textValue());
  }

  @Test
  void a_request_is_read_up_to_the_last_byte() {
    var frame =
        "{\"identifier\":\"V4SGRU86Z58d6TV7PBUe6f\",\"operation\":{\"type\":\"1\",\"x\":\"\"},\"reqId\":1}";
    var longest =
        frame.replace("\"x\":\"", "\"x\":\"" + "é".repeat((131_072 - frame.length()) / 2));
    assertThat(IndyRequest.parse(longest).reqId()).isEqualTo(1);
    assertThatThrownBy(() -> IndyRequest.parse(longest.replace("\"x\":\"", "\"x\":\"éé")))
        .isInstanceOf(MalformedInput.class);
  }
}
