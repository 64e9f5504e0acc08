package dev.hansa.ledgerprotocol.rules;

import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.RulesSchedule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The versions of the rules that a program has. Which one counts at a height, the ledger says
/// ([RulesSchedule]); a program keeps every version that ever counted, as it executes old blocks by
/// the rules of their time.
public final class RulesVersions {
  /// What this program has.
  public static final RulesVersions OURS = of(Map.of(Genesis.RULES_VERSION, Rules::apply));

  private final SortedMap<Long, RuleSet> byVersion;

  private RulesVersions(SortedMap<Long, RuleSet> byVersion) {
    this.byVersion = byVersion;
  }

  /// Others than [#OURS]: a program with more versions, or with fewer.
  public static RulesVersions of(Map<Long, RuleSet> byVersion) {
    if (byVersion.isEmpty()) {
      throw new IllegalArgumentException("a program has at least one version of the rules");
    }
    return new RulesVersions(Collections.unmodifiableSortedMap(new TreeMap<>(byVersion)));
  }

  public List<Long> all() {
    return List.copyOf(byVersion.keySet());
  }

  public long highest() {
    return byVersion.lastKey();
  }

  public boolean has(long version) {
    return byVersion.containsKey(version);
  }

  /// The rules of a height. Throws [RulesVersionMissing] where this program lacks them.
  public RuleSet at(RulesSchedule schedule, long height) {
    var rules = byVersion.get(schedule.at(height));
    if (rules == null) {
      throw new RulesVersionMissing(schedule, height, highest());
    }
    return rules;
  }
}
