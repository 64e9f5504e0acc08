package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusListTest {
  /// The example of Token Status List -14, section 4.1: one bit each.
  @Test
  void the_drafts_list_of_one_bit_reads_as_it_says() {
    var list = StatusList.inflate(1, Bytes.fromBase64Url("eNrbuRgAAhcBXQ"));
    int[] expected = {1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1};
    assertThat(list.size()).isEqualTo(16);
    for (int i = 0; i < expected.length; i++) {
      assertThat(list.value(i)).as("at %s", i).isEqualTo(expected[i]);
    }
  }

  /// The example of section 4.1 with two bits.
  @Test
  void the_drafts_list_of_two_bits_reads_as_it_says() {
    var list = StatusList.inflate(2, Bytes.fromBase64Url("eNo76fITAAPfAgc"));
    int[] expected = {1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3};
    assertThat(list.size()).isEqualTo(12);
    for (int i = 0; i < expected.length; i++) {
      assertThat(list.value(i)).as("at %s", i).isEqualTo(expected[i]);
    }
  }

  @Property(tries = 100)
  void values_come_back_as_they_were_set(
      @ForAll @IntRange(min = 0, max = 3) int width,
      @ForAll @Size(min = 1, max = 64) List<@IntRange(min = 0, max = 255) Integer> values) {
    int bits = 1 << width;
    var list = StatusList.ofValid(bits, values.size());
    for (int i = 0; i < values.size(); i++) {
      list.set(i, values.get(i) & ((1 << bits) - 1));
    }
    var read = StatusList.inflate(bits, list.deflate());
    for (int i = 0; i < values.size(); i++) {
      assertThat(read.value(i)).isEqualTo(values.get(i) & ((1 << bits) - 1));
    }
  }

  @Test
  void a_change_leaves_the_list_that_was_given_away_as_it_is() {
    var list = StatusList.ofValid(2, 8);
    assertThat(list.with(3, 2).value(3)).isEqualTo(2);
    assertThat(list.value(3)).isEqualTo(StatusList.VALID);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 8, Long.MAX_VALUE})
  void a_place_that_the_list_does_not_have_is_refused(long idx) {
    var list = StatusList.ofValid(2, 8);
    assertThatThrownBy(() -> list.value(idx)).isInstanceOf(MalformedInput.class);
    assertThatThrownBy(() -> list.set(idx, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, 16})
  void a_status_has_one_two_four_or_eight_bits(int bits) {
    var compressed = StatusList.ofValid(1, 8).deflate();
    assertThatThrownBy(() -> StatusList.inflate(bits, compressed))
        .isInstanceOf(MalformedInput.class);
    assertThatThrownBy(() -> StatusList.ofValid(bits, 8))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_largest_list_is_taken_and_one_byte_more_is_not() {
    var largest = StatusList.ofValid(8, StatusList.BYTES_MAX);
    assertThat(StatusList.inflate(8, largest.deflate()).size()).isEqualTo(StatusList.BYTES_MAX);
    assertThatThrownBy(() -> StatusList.ofValid(8, StatusList.BYTES_MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
    var more = bytes(StatusList.BYTES_MAX + 1);
    assertThatThrownBy(() -> StatusList.inflate(8, more))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("unpacks to at most");
  }

  private static Bytes bytes(int length) {
    var deflater = new Deflater();
    deflater.setInput(new byte[length]);
    deflater.finish();
    var out = new byte[1 << 16];
    int count = deflater.deflate(out);
    deflater.end();
    return Bytes.copyOf(Arrays.copyOf(out, count));
  }

  @Test
  void nothing_follows_the_list() {
    var longer = StatusList.ofValid(1, 8).deflate().toHex() + "00";
    assertThatThrownBy(() -> StatusList.inflate(1, Bytes.fromHex(longer)))
        .isInstanceOf(MalformedInput.class);
  }
}
