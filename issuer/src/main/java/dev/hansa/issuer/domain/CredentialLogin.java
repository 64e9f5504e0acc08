package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.util.Optional;

/// A person shows a credential of the type that the issuer's policy names (`loginWith`), at a
/// verifier, and is known by its subject. Without `crossDevice` it counts for the browser alone
/// that brings the response code back.
public record CredentialLogin(Presentations presentations) implements Login {
  @Override
  public boolean canAsk(Tenant tenant) {
    return presentations.canAsk(tenant);
  }

  @Override
  public Asked ask(Tenant tenant, Question question) {
    return presentations.ask(
        tenant, tenant.policy().loginWith(), question.purpose(), question.back());
  }

  @Override
  public Answer find(Tenant tenant, Authorization.Asking asking, Brought brought) {
    return switch (presentations.find(tenant, asking.login())) {
      case Presentations.Shown.Waiting _ -> new Answer.Waiting();
      case Presentations.Shown.Expired _ ->
          refused("The time to show your credential is over.", "shown in time");
      case Presentations.Shown.Refused(var sentence) -> refused(sentence, "verified");
      case Presentations.Shown.Subject(var subject, var code) ->
          tenant.policy().crossDevice() || isSame(code, brought)
              ? new Answer.Known(new Holder.OfDid(subject), Json.newObject())
              : new Answer.Elsewhere();
    };
  }

  private static Answer refused(String sentence, String rule) {
    return new Answer.Refused(Fault.DENIED, sentence, rule);
  }

  private static boolean isSame(Optional<String> code, Brought brought) {
    return code.isPresent()
        && brought instanceof Brought.ResponseCode(var back)
        && Bytes.utf8(code.get()).equalsInConstantTime(Bytes.utf8(back));
  }
}
