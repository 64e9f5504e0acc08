package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.PresentationCheck;
import dev.hansa.credentials.PresentationCheck.Step;
import dev.hansa.credentials.VerifiedCredential;
import dev.hansa.identity.Json;
import dev.hansa.receipts.StoredReceipt;
import java.util.List;

/// What a verification found: the outcome, what was verified before it, every check in its order up
/// to the first that failed, and the receipt.
public record VerificationResult(
    Outcome outcome,
    List<Shown> credentials,
    List<Check> checks,
    long ledgerHeight,
    StoredReceipt receipt) {
  public VerificationResult {
    credentials = List.copyOf(credentials);
    checks = List.copyOf(checks);
  }

  public sealed interface Outcome {
    record Verified() implements Outcome {}

    /// `failed` is the check that said no.
    record Refused(String reason, String sentence, Step failed) implements Outcome {
      static Refused by(PresentationCheck.Refusal refusal) {
        return new Refused(refusal.reason(), refusal.sentence(), refusal.cause().step());
      }
    }
  }

  /// A verified credential and the credential query that it answers.
  public record Shown(String queryId, VerifiedCredential credential) {}

  public record Check(String check, boolean passed) {}

  public boolean verified() {
    return outcome instanceof Outcome.Verified;
  }

  public ObjectNode toJson() {
    var json = Json.newObject().put("verified", verified());
    if (outcome instanceof Outcome.Refused(var reason, var sentence, _)) {
      json.put("reason", reason).put("sentence", sentence);
    }
    var shown = json.putArray("credentials");
    // A refused answer shows nothing of what came with it.
    if (verified()) {
      credentials.forEach(each -> shown.add(CredentialJson.of(each)));
    }
    var list = json.putArray("checks");
    checks.forEach(
        check -> list.addObject().put("check", check.check()).put("passed", check.passed()));
    json.put("ledgerHeight", ledgerHeight);
    json.putObject("receipt").put("id", receipt.id()).put("jws", receipt.jws());
    return json;
  }

  @Override
  public String toString() {
    return "VerificationResult[" + outcome + "]";
  }
}
