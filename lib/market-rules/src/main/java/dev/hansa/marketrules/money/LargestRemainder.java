package dev.hansa.marketrules.money;

import dev.hansa.marketrules.Require;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Divides a total by weights into whole units that add up to it: the floor of each quota, then one
/// unit each by descending remainder. Products are exact (128 bits and more).
public final class LargestRemainder {
  private LargestRemainder() {}

  /// Equal remainders are ordered by the seed's key of their identifiers.
  public static long[] allocate(long total, long[] weights, List<String> ids, Seed seed) {
    Require.that(ids.size() == weights.length, "each weight has an identifier");
    byte[][] keys = new byte[weights.length][];
    return allocate(
        total,
        weights,
        (a, b) -> Arrays.compareUnsigned(key(keys, a, ids, seed), key(keys, b, ids, seed)));
  }

  /// Equal remainders are ordered by position, the first first.
  public static long[] allocateInOrder(long total, long[] weights) {
    return allocate(total, weights, Comparator.naturalOrder());
  }

  private static byte[] key(byte[][] keys, int index, List<String> ids, Seed seed) {
    if (keys[index] == null) {
      keys[index] = seed.key(ids.get(index));
    }
    return keys[index];
  }

  private static long[] allocate(long total, long[] weights, Comparator<Integer> ties) {
    Require.that(total >= 0, "a total is not negative");
    Require.that(
        LongStream.of(weights).allMatch(weight -> weight >= 0), "a weight is not negative");
    if (total == 0) {
      return new long[weights.length];
    }
    var sum = BigInteger.ZERO;
    for (long weight : weights) {
      sum = sum.add(BigInteger.valueOf(weight));
    }
    Require.that(sum.signum() > 0, "something to divide needs a positive weight");
    long heaviest = LongStream.of(weights).max().orElse(0);
    return Math.multiplyHigh(total, heaviest) == 0 && total * heaviest >= 0 && sum.bitLength() < 64
        ? small(total, weights, sum.longValueExact(), ties)
        : large(BigInteger.valueOf(total), weights, sum, ties);
  }

  private static long[] small(long total, long[] weights, long sum, Comparator<Integer> ties) {
    long[] shares = new long[weights.length];
    long[] remainders = new long[weights.length];
    long left = total;
    for (int i = 0; i < weights.length; i++) {
      long product = total * weights[i];
      shares[i] = product / sum;
      remainders[i] = product % sum;
      left -= shares[i];
    }
    handOut(shares, left, byLargest((a, b) -> Long.compare(remainders[b], remainders[a]), ties));
    return shares;
  }

  private static long[] large(
      BigInteger total, long[] weights, BigInteger sum, Comparator<Integer> ties) {
    long[] shares = new long[weights.length];
    BigInteger[] remainders = new BigInteger[weights.length];
    var left = total;
    for (int i = 0; i < weights.length; i++) {
      var parts = total.multiply(BigInteger.valueOf(weights[i])).divideAndRemainder(sum);
      shares[i] = parts[0].longValueExact();
      remainders[i] = parts[1];
      left = left.subtract(parts[0]);
    }
    handOut(
        shares,
        left.longValueExact(),
        byLargest((a, b) -> remainders[b].compareTo(remainders[a]), ties));
    return shares;
  }

  private static Comparator<Integer> byLargest(
      Comparator<Integer> remainders, Comparator<Integer> ties) {
    return remainders.thenComparing(ties);
  }

  private static void handOut(long[] shares, long left, Comparator<Integer> order) {
    if (left > 0) {
      IntStream.range(0, shares.length)
          .boxed()
          .sorted(order)
          .limit(left)
          .forEach(index -> shares[index]++);
    }
  }
}
