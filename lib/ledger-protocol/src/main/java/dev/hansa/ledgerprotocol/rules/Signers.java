package dev.hansa.ledgerprotocol.rules;

import dev.hansa.ledgerprotocol.Role;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who signed a request, each with the role it has; every signature was good. An author that writes
/// itself has no role yet.
public record Signers(
    String author, Optional<String> endorser, SortedMap<String, Optional<Role>> roles) {
  private static final Set<Role> PRIVILEGED =
      Collections.unmodifiableSet(EnumSet.of(Role.TRUSTEE, Role.STEWARD, Role.ENDORSER));

  public Signers {
    roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
  }

  /// How many signed with this role; without one, how many signed.
  long count(Optional<Role> role) {
    return role.isEmpty() ? roles.size() : roles.values().stream().filter(role::equals).count();
  }

  boolean signed(String did) {
    return roles.containsKey(did);
  }

  /// Indy's endorser rule: the first refusal that applies.
  Optional<Applied.Refused> endorserRefusal() {
    if (!signed(author)) {
      return Optional.of(new Applied.Refused("author-must-sign", "The author must sign."));
    }
    if (endorser.isPresent()) {
      var named = endorser.get();
      if (!signed(named)) {
        return Optional.of(
            new Applied.Refused("endorser-must-sign", "The endorser that is named must sign."));
      }
      if (!named.equals(author)
          && !roles.getOrDefault(named, Optional.empty()).equals(Optional.of(Role.ENDORSER))) {
        return Optional.of(
            new Applied.Refused("endorser-role", "An endorser has the role ENDORSER."));
      }
      return Optional.empty();
    }
    boolean othersPrivileged =
        roles.entrySet().stream()
            .anyMatch(entry -> !entry.getKey().equals(author) && isPrivileged(entry.getValue()));
    if (othersPrivileged && !isPrivileged(roles.getOrDefault(author, Optional.empty()))) {
      return Optional.of(
          new Applied.Refused(
              "endorser-not-named", "A request that another endorses names its endorser."));
    }
    return Optional.empty();
  }

  private static boolean isPrivileged(Optional<Role> role) {
    return role.isPresent() && PRIVILEGED.contains(role.get());
  }
}
