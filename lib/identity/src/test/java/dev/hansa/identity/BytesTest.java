package dev.hansa.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @Property
  void base64url_hex_and_base58_read_back_as_they_were_written(@ForAll byte[] value) {
    var bytes = Bytes.copyOf(value);
    assertThat(Bytes.fromBase64Url(bytes.toBase64Url())).isEqualTo(bytes);
    assertThat(Bytes.fromHex(bytes.toHex())).isEqualTo(bytes);
    if (value.length <= 300) {
      assertThat(Base58.decode(Base58.encode(value))).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"QQ==", "QR", "Q", "Q+8_", "Q Q", "QQ\n"})
  void base64url_has_one_spelling(String text) {
    assertThatThrownBy(() -> Bytes.fromBase64Url(text)).isInstanceOf(MalformedInput.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A0", "a", "0x", "aG"})
  void hexadecimal_is_lower_case_and_even(String text) {
    assertThatThrownBy(() -> Bytes.fromHex(text)).isInstanceOf(MalformedInput.class);
  }

  // Vectors of draft-msporny-base58-03, section 5.
  @ParameterizedTest
  @CsvSource({"48656c6c6f20576f726c6421,2NEpo7TZRRrLZSi2U", "0000287fb4cd,11233QC4", "'',''"})
  void base58_writes_what_its_draft_shows(String hex, String text) {
    assertThat(Base58.encode(Bytes.fromHex(hex).toArray())).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "O", "I", "l", "é", "1 "})
  void base58_has_58_characters(String text) {
    assertThatThrownBy(() -> Base58.decode(text)).isInstanceOf(MalformedInput.class);
  }

  @Test
  void a_secret_does_not_show_itself() {
    assertThat(Secret.copyOf(new byte[] {65, 66})).hasToString("Secret[hidden]");
  }

  @Test
  void bytes_are_ordered_as_unsigned() {
    assertThat(Bytes.fromHex("7f")).isLessThan(Bytes.fromHex("80"));
  }
}
