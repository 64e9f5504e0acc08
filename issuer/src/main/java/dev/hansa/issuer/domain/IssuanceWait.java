package dev.hansa.issuer.domain;

import java.util.Locale;
import java.util.Optional;

/// Why an issuance does not go on, and who can change that: a sentence to its operator.
public record IssuanceWait(Actor actor, String says) {
  /// Whose turn it is.
  public enum Actor {
    OPERATOR,
    APPROVER,
    HOLDER,
    LEDGER,
    /// Nobody has to do anything: this service goes on by itself.
    SERVICE
  }

  /// What came to its end waits for nobody.
  public static Optional<IssuanceWait> of(Tenant tenant, Issuance issuance) {
    boolean approval = tenant.policy().approval().asks(issuance.about().vct());
    var releases = approval ? "an approver releases it." : "you release it.";
    var releaser = approval ? Actor.APPROVER : Actor.OPERATOR;
    return switch (issuance) {
      case Issuance.Offered offered ->
          wait(
              Actor.HOLDER,
              offered.terms().holder().isPresent()
                  ? "The holder opens the offer in a wallet, shows who they are and agrees."
                  : "The holder opens the offer in a wallet.");
      case Issuance.Locked _ ->
          wait(Actor.OPERATOR, "You unlock it: the code was typed wrong too often.");
      case Issuance.Authorised authorised ->
          wait(
              Actor.HOLDER,
              authorised.terms().held()
                  ? "The wallet asks for it, and " + releases
                  : "The wallet asks for it; if it does not, the offer lapses.");
      case Issuance.Deferred deferred ->
          deferred.terms().held()
              ? wait(releaser, sentence(releases))
              : wait(Actor.HOLDER, "The wallet asks again; it was released.");
      case Issuance.Issued _, Issuance.Lapsed _, Issuance.Withdrawn _ -> Optional.empty();
    };
  }

  private static Optional<IssuanceWait> wait(Actor actor, String says) {
    return Optional.of(new IssuanceWait(actor, says));
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
