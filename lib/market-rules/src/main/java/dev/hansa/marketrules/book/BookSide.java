package dev.hansa.marketrules.book;

import dev.hansa.marketrules.CanonicalBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All resting orders of one side, best price first.
final class BookSide {
  private final TreeMap<Long, Level> levels;
  private @Nullable Level best;

  BookSide(Side side) {
    Comparator<Long> bestFirst =
        side == Side.SELL ? Comparator.naturalOrder() : Comparator.reverseOrder();
    this.levels = new TreeMap<>(bestFirst);
  }

  @Nullable Level best() {
    return best;
  }

  void add(Resting resting) {
    Level level = levels.get(resting.price);
    if (level == null) {
      level = new Level(resting.price);
      link(level);
    }
    level.add(resting);
  }

  void take(Resting resting) {
    Level level = resting.level;
    if (level != null) {
      level.take(resting);
      if (level.head == null) {
        unlink(level);
      }
    }
  }

  List<Depth.PriceLevel> depth() {
    var depth = new ArrayList<Depth.PriceLevel>();
    for (Level level = best; level != null; level = level.worse) {
      long qtyWh = 0;
      int orders = 0;
      for (Resting step = level.head; step != null; step = step.next) {
        qtyWh = Math.addExact(qtyWh, step.open);
        orders++;
      }
      depth.add(new Depth.PriceLevel(level.price, qtyWh, orders));
    }
    return List.copyOf(depth);
  }

  void write(CanonicalBytes bytes) {
    bytes.put((long) levels.size());
    for (Level level = best; level != null; level = level.worse) {
      bytes.put(level.price);
      for (Resting step = level.head; step != null; step = step.next) {
        bytes.put(step.priority).put(step.open);
      }
      bytes.put(-1);
    }
  }

  private void link(Level level) {
    Map.Entry<Long, Level> better = levels.lowerEntry(level.price);
    level.better = better == null ? null : better.getValue();
    level.worse = level.better == null ? best : level.better.worse;
    if (level.better == null) {
      best = level;
    } else {
      level.better.worse = level;
    }
    if (level.worse != null) {
      level.worse.better = level;
    }
    levels.put(level.price, level);
  }

  private void unlink(Level level) {
    if (level.better == null) {
      best = level.worse;
    } else {
      level.better.worse = level.worse;
    }
    if (level.worse != null) {
      level.worse.better = level.better;
    }
    levels.remove(level.price);
  }
}
