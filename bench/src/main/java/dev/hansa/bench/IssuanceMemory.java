package dev.hansa.bench;

import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;

/// Many OpenID4VCI exchanges (`--exchanges`), and memory that stays: after the first tenth the
/// process of all services grows by a tenth at most.
final class IssuanceMemory implements Measurement {
  /// Wallets are made anew after each part, as this process is not what is measured.
  private static final int PARTS = 100;

  private static final double GROWTH_MAX = 1.1;

  private final int exchanges;

  IssuanceMemory(int exchanges) {
    this.exchanges = exchanges;
  }

  @Override
  public String name() {
    return "issuance-memory";
  }

  @Override
  public String what() {
    return String.format(
        Locale.ROOT,
        "resident memory of all services at most, %,d OpenID4VCI exchanges",
        exchanges);
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var house = stand.peopled();
    long began = System.nanoTime();
    double first = 0;
    for (int part = 1; part <= PARTS; part++) {
      var tasks = new ArrayList<Callable<Integer>>();
      var clients = Issuance.clients(house.network(), "bench-memory-" + part);
      int each = exchanges / PARTS / clients.size();
      for (var client : clients) {
        tasks.add(() -> {
          for (int i = 0; i < each; i++) {
            client.run();
          }
          return each;
        });
      }
      long made = (long) part * each * clients.size();
      Measurement.require(
          Rate.all(tasks).stream().mapToInt(Integer::intValue).sum() == each * clients.size(),
          "each exchange was made");
      double most = house.residentMegabytesMax();
      first = part == PARTS / 10 ? most : first;
      if (part % (PARTS / 10) == 0) {
        stand.say(
            String.format(
                Locale.ROOT,
                "%,d exchanges, %.0f/s so far; %.0f MB at most",
                made,
                made * 1e9 / (System.nanoTime() - began),
                most));
      }
    }
    return inUnit(
        " MB",
        house.residentMegabytesMax(),
        first * GROWTH_MAX,
        new Row.Limit("after a tenth", first));
  }
}
