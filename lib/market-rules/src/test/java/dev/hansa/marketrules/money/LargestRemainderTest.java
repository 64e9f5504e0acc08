package dev.hansa.marketrules.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LargestRemainderTest {
  private static final Seed SEED = new Seed("00".repeat(32));

  @Test
  void the_buyers_of_the_regulated_exchange_get_their_shares() {
    assertThat(LargestRemainder.allocateInOrder(1500, new long[] {400, 700, 900}))
        .containsExactly(300, 525, 675);
  }

  @Test
  void the_largest_remainder_gets_the_unit_that_is_left() {
    assertThat(LargestRemainder.allocateInOrder(10, new long[] {1, 2, 4})).containsExactly(1, 3, 6);
    assertThat(LargestRemainder.allocateInOrder(2, new long[] {1, 3, 3})).containsExactly(0, 1, 1);
  }

  @Test
  void a_tie_goes_by_the_key_of_seed_and_identifier_whatever_the_position() {
    boolean aFirst = SEED.compare("a", "b") < 0;
    long[] ab = LargestRemainder.allocate(1, new long[] {1, 1}, List.of("a", "b"), SEED);
    long[] ba = LargestRemainder.allocate(1, new long[] {1, 1}, List.of("b", "a"), SEED);
    assertThat(ab).containsExactly(aFirst ? 1 : 0, aFirst ? 0 : 1);
    assertThat(ba).containsExactly(aFirst ? 0 : 1, aFirst ? 1 : 0);
  }

  @Test
  void keys_are_compared_as_unsigned_bytes() {
    // Hexadecimal digits sort as unsigned bytes do.
    var ids = List.of("k", "l", "m", "n", "o", "p", "q", "r");
    var byKey = ids.stream().sorted(Comparator.comparing(id -> hex(SEED.key(id)))).toList();
    assertThat(ids).extracting(id -> SEED.key(id)[0] < 0).contains(true, false);
    assertThat(ids.stream().sorted(SEED::compare)).containsExactlyElementsOf(byKey);
    long[] weights = {1, 1, 1, 1, 1, 1, 1, 1};
    long[] shares = LargestRemainder.allocate(3, weights, ids, SEED);
    for (int i = 0; i < shares.length; i++) {
      assertThat(shares[i]).isEqualTo(byKey.indexOf(ids.get(i)) < 3 ? 1 : 0);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void another_seed_may_break_a_tie_the_other_way() {
    assertThat(
            IntStream.range(0, 16)
                .mapToObj(i -> new Seed(("0" + Integer.toHexString(i)).repeat(32))))
        .extracting(seed -> seed.compare("a", "b") < 0)
        .contains(true, false);
  }

  @Test
  void the_key_is_sha_256_of_the_seeds_bytes_and_the_identifier() {
    // printf '\0%.0s' {1..32} | cat - <(printf a) | sha256sum
    assertThat(hex(SEED.key("a")))
        .isEqualTo("41a0370c3d9f42773a59e8e01651911cf43b1e3f66944cbb690029debc4eb647");
  }

  @Test
  void nothing_is_divided_among_nobody_and_something_is_not() {
    assertThat(LargestRemainder.allocateInOrder(0, new long[] {0, 0})).containsExactly(0, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LargestRemainder.allocateInOrder(1, new long[] {0, 0}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LargestRemainder.allocateInOrder(-1, new long[] {1}));
  }

  @Test
  void products_beyond_64_bits_are_exact() {
    long max = Long.MAX_VALUE;
    assertThat(LargestRemainder.allocateInOrder(max, new long[] {max, max, max}))
        .containsExactly(max / 3 + 1, max / 3, max / 3);
  }

  @Property
  void inv_03_shares_add_up_and_are_the_floor_or_one_more(
      @ForAll("totals") long total, @ForAll("weights") List<Long> weights) {
    long[] w = weights.stream().mapToLong(Long::longValue).toArray();
    var sum = weights.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    if (sum.signum() == 0) {
      return;
    }
    var ids = IntStream.range(0, w.length).mapToObj(i -> "id" + i).toList();
    long[] shares = LargestRemainder.allocate(total, w, ids, SEED);
    assertThat(LongStream.of(shares).sum()).isEqualTo(total);
    for (int i = 0; i < w.length; i++) {
      var parts =
          BigInteger.valueOf(total).multiply(BigInteger.valueOf(w[i])).divideAndRemainder(sum);
      long floor = parts[0].longValueExact();
      assertThat(shares[i]).isBetween(floor, floor + Math.min(1, parts[1].signum()));
    }
  }

  @Provide
  Arbitrary<Long> totals() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(0, 100), Arbitraries.longs().between(0, Long.MAX_VALUE));
  }

  @Provide
  Arbitrary<List<Long>> weights() {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(0, 10), Arbitraries.longs().between(0, Long.MAX_VALUE))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }
}
