package dev.hansa.issuer.domain;

import java.time.Clock;

/// What the operator does with an issuance later: take it back, hold it, let it hold again, unlock
/// an offer.
public final class Caretaking {
  private final Issuances issuances;
  private final Clock clock;

  public Caretaking(Issuances issuances, Clock clock) {
    this.issuances = issuances;
    this.clock = clock;
  }

  public enum Step {
    REVOKE,
    SUSPEND,
    REACTIVATE,
    UNLOCK
  }

  public sealed interface Outcome {
    record Unknown() implements Outcome {}

    /// The state that it is in does not allow this step.
    record WrongState() implements Outcome {}

    /// Credentials of this type have no such status.
    record NoSuchStatus() implements Outcome {}

    /// It is so now, and maybe was before.
    record Done(Issuance issuance) implements Outcome {}
  }

  /// Sets the status of an issued credential.
  public Outcome change(CredentialStatus status, TenantName tenant, String id) {
    var found = issuances.find(tenant, id);
    if (found.isEmpty()) {
      return new Outcome.Unknown();
    }
    if (!status.isOf(found.get().about().vct())) {
      return new Outcome.NoSuchStatus();
    }
    return found.get() instanceof Issuance.Issued issued && issuances.changeStatus(issued, status)
        ? done(tenant, id)
        : new Outcome.WrongState();
  }

  private Outcome done(TenantName tenant, String id) {
    return issuances
        .find(tenant, id)
        .<Outcome>map(Outcome.Done::new)
        .orElseGet(Outcome.Unknown::new);
  }

  public Outcome take(Step step, TenantName tenant, String id) {
    var found = issuances.find(tenant, id);
    if (found.isEmpty()) {
      return new Outcome.Unknown();
    }
    if (step == Step.SUSPEND && !CredentialStatus.SUSPENDED.isOf(found.get().about().vct())) {
      return new Outcome.NoSuchStatus();
    }
    boolean done =
        switch (found.get()) {
          case Issuance.Issued issued -> onIssued(step, issued);
          case Issuance.Offered _ ->
              step == Step.UNLOCK
                  || (step == Step.REVOKE && issuances.withdraw(tenant, id, clock.instant()));
          case Issuance.Locked _ ->
              switch (step) {
                case UNLOCK -> issuances.unlock(tenant, id);
                case REVOKE -> issuances.withdraw(tenant, id, clock.instant());
                case SUSPEND, REACTIVATE -> false;
              };
          case Issuance.Authorised _, Issuance.Deferred _ ->
              step == Step.REVOKE && issuances.withdraw(tenant, id, clock.instant());
          case Issuance.Withdrawn _ -> step == Step.REVOKE;
          case Issuance.Lapsed _ -> false;
        };
    return done ? done(tenant, id) : new Outcome.WrongState();
  }

  private boolean onIssued(Step step, Issuance.Issued issued) {
    return switch (step) {
      case REVOKE -> issuances.changeStatus(issued, CredentialStatus.REVOKED);
      case SUSPEND -> issuances.changeStatus(issued, CredentialStatus.SUSPENDED);
      case REACTIVATE -> issuances.changeStatus(issued, CredentialStatus.VALID);
      case UNLOCK -> false;
    };
  }
}
