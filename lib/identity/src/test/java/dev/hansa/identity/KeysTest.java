package dev.hansa.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
  private final SecureRandom random = new SecureRandom();

  @TempDir Path folder;

  @Test
  void a_key_file_is_for_its_owner_alone_and_reads_back() throws IOException {
    var file = folder.resolve("keys/assert.jwk");
    var made = PrivateKeys.createP256(file, random);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    var read = PrivateKeys.read(file);
    assertThat(read.publicKey()).isEqualTo(made.publicKey());
    assertThat(made.publicKey().verify(MESSAGE, read.sign(MESSAGE))).isTrue();
    assertThat(read.toString()).doesNotContain(Files.readString(file).substring(100));
  }

  @Test
  void a_key_file_that_others_may_read_is_refused() throws IOException {
    var file = folder.resolve("k.jwk");
    var _ = PrivateKeys.createEd25519(file, random);
    var _ = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> PrivateKeys.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void a_key_file_is_never_overwritten() throws IOException {
    var file = folder.resolve("k.jwk");
    var first = PrivateKeys.createP256(file, random);
    assertThatThrownBy(() -> PrivateKeys.createP256(file, random)).isInstanceOf(IOException.class);
    assertThat(PrivateKeys.readOrCreateP256(file, random).publicKey()).isEqualTo(first.publicKey());
  }

  @Test
  void a_private_part_that_is_not_of_this_key_is_refused() {
    var jwk = PrivateKeys.newP256Jwk(random);
    jwk.set("d", PrivateKeys.newP256Jwk(random).get("d"));
    assertThatThrownBy(() -> PrivateKeys.fromJwk(jwk)).isInstanceOf(MalformedInput.class);
  }

  @Test
  void one_changed_bit_is_a_bad_signature() {
    for (var jwk :
        new com.fasterxml.jackson.databind.node.ObjectNode[] {
          PrivateKeys.newP256Jwk(random), PrivateKeys.newEd25519Jwk(random)
        }) {
      var signer = PrivateKeys.fromJwk(jwk);
      var signature = signer.sign(MESSAGE);
      signature[5] ^= 1;
      assertThat(signer.publicKey().verify(MESSAGE, signature)).isFalse();
      assertThat(signer.publicKey().verify(MESSAGE, new byte[64])).isFalse();
      assertThat(signer.publicKey().verify(MESSAGE, new byte[63])).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
        "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"}",
        "{\"kty\":\"oct\",\"k\":\"AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
            + "\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}"
      })
  void a_jwk_that_is_no_key_of_ours_is_refused(String jwk) {
    assertThatThrownBy(() -> VerificationKey.fromJwk(Json.parse(jwk)))
        .isInstanceOf(MalformedInput.class);
  }

  @Test
  void a_public_jwk_with_a_private_part_is_refused() {
    assertThatThrownBy(() -> VerificationKey.fromJwk(PrivateKeys.newP256Jwk(random)))
        .hasMessage("a public JWK has no private part");
  }

  // RFC 8032, section 7.1, test 2.
  @Test
  void ed25519_signs_as_rfc_8032_shows() {
    var seed =
        Bytes.fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").toArray();
    assertThat(Bytes.copyOf(Ed25519.publicKey(seed)).toHex())
        .isEqualTo("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    var signature = Ed25519.sign(seed, new byte[] {0x72});
    assertThat(Bytes.copyOf(signature).toHex())
        .startsWith("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da");
    var point = Ed25519.Point.of(Ed25519.publicKey(seed));
    assertThat(point.verify(new byte[] {0x72}, signature)).isTrue();
    assertThat(point.verify(new byte[] {0x73}, signature)).isFalse();
  }

  // RFC 7515, appendix A.3: an ES256 signature as R || S.
  @Test
  void es256_verifies_what_rfc_7515_shows() {
    var key =
        VerificationKey.fromJwk(
            Json.parse(
                "{\"kty\":\"EC\",\"crv\":\"P-256\","
                    + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                    + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"));
    var jws =
        Jws.parse(
            "eyJhbGciOiJFUzI1NiJ9"
                + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
                + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
                + "pmWQxfKTUJqPP3-Kg6NU1Q",
            4096);
    assertThat(jws.isSignedBy(key)).isTrue();
  }
}
