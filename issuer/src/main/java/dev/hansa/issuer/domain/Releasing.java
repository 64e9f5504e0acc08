package dev.hansa.issuer.domain;

import dev.hansa.identity.Did;
import java.time.Clock;

/// Lets go on what was held: by the issuer's operator, or, where its policy wants four eyes, by one
/// of its approvers.
public final class Releasing {
  private final Issuances issuances;
  private final Clock clock;

  public Releasing(Issuances issuances, Clock clock) {
    this.issuances = issuances;
    this.clock = clock;
  }

  /// What became of it. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    /// The caller is neither the issuer nor one of its approvers.
    record Stranger() implements Outcome {}

    record Unknown() implements Outcome {}

    /// This type needs the approval of another.
    record NeedsAnother() implements Outcome {}

    /// It came to its end, or was never held.
    record WrongState() implements Outcome {}

    /// It goes on now, and maybe did before.
    record Released(Issuance issuance) implements Outcome {}
  }

  public Outcome release(Tenant tenant, String id, Did caller) {
    var approval = tenant.policy().approval();
    boolean operator = caller.equals(tenant.did());
    if (!operator && !approval.approvers().contains(caller)) {
      return new Outcome.Stranger();
    }
    var found = issuances.find(tenant.name(), id);
    if (found.isEmpty()) {
      return new Outcome.Unknown();
    }
    if (operator && approval.asks(found.get().about().vct())) {
      return new Outcome.NeedsAnother();
    }
    return issuances.release(tenant.name(), id, caller, clock.instant())
        ? issuances
            .find(tenant.name(), id)
            .<Outcome>map(Outcome.Released::new)
            .orElseGet(Outcome.Unknown::new)
        : new Outcome.WrongState();
  }
}
