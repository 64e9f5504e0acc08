package dev.hansa.marketrules.settlement;

import dev.hansa.marketrules.Require;
import dev.hansa.marketrules.money.Posting;
import dev.hansa.marketrules.money.Rounded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a settlement on corrected readings adds to the one before: new postings, nothing deleted.
/// Both settlements start from the same carried amounts.
///
/// @param deltaNano the change of the exact positions
/// @param deltaPosted the change of the minor units and of what is carried forward
public record Correction(
    SortedMap<String, Long> deltaNano,
    SortedMap<String, Rounded> deltaPosted,
    List<Posting> postings) {

  /// The postings refer to the earlier settlement by its hash.
  public static Correction between(Settlement earlier, Settlement later) {
    Require.that(
        earlier.terms().book().equals(later.terms().book()), "a correction stays in one book");
    Require.that(
        earlier.carriedIn().equals(later.carriedIn()),
        "a correction starts from what the first settlement carried in");
    var parties = new TreeSet<>(earlier.posted().keySet());
    parties.addAll(later.posted().keySet());
    var nano = new TreeMap<String, Long>();
    var posted = new TreeMap<String, Rounded>();
    var postings = new ArrayList<Posting>();
    var none = new Rounded(0, 0);
    for (String party : parties) {
      var before = earlier.posted().getOrDefault(party, none);
      var after = later.posted().getOrDefault(party, none);
      nano.put(
          party,
          Math.subtractExact(
              later.positions().getOrDefault(party, 0L),
              earlier.positions().getOrDefault(party, 0L)));
      long minor = Math.subtractExact(after.minor(), before.minor());
      posted.put(party, new Rounded(minor, after.remainderNano() - before.remainderNano()));
      Posting.signed(
              later.terms().clearingAccount(),
              party,
              minor,
              later.terms().book().currency(),
              earlier.hash())
          .ifPresent(postings::add);
    }
    return new Correction(
        Collections.unmodifiableSortedMap(nano),
        Collections.unmodifiableSortedMap(posted),
        List.copyOf(postings));
  }
}
