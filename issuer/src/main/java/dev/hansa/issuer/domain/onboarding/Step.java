package dev.hansa.issuer.domain.onboarding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.IssueRequest;
import dev.hansa.issuer.domain.Refusal;
import java.time.Instant;
import java.util.Optional;

/// One step of an onboarding: what is to be done, and how far it is. Steps count from one.
public record Step(int number, Task task, Stage stage) {
  Step at(Stage next) {
    return new Step(number, task, next);
  }

  /// Done, one way or another: nothing comes after.
  public boolean isSettled() {
    return switch (stage) {
      case Stage.Passed _, Stage.Skipped _, Stage.Issued _, Stage.Undone _ -> true;
      case Stage.Waiting _, Stage.Refused _, Stage.Offered _, Stage.Ended _, Stage.Skipping _ ->
          false;
    };
  }

  /// What is to be done.
  public sealed interface Task {
    /// The applicant's DID is on the ledger. This is found without anybody saying so.
    record Registration() implements Task {}

    /// Somebody looks at something. The name says at what, and names nobody.
    record Check(String name) implements Task {
      public static final int NAME_MAX = 80;
    }

    /// One of the issuer's approvers agrees.
    record Approval() implements Task {}

    /// The applicant's wallet gets a credential.
    record Delivery(Wish wish) implements Task {}
  }

  /// The body of an offer without its `requestId`; the content is gone once nobody needs it.
  public record Wish(Vct vct, Optional<ObjectNode> content) {
    Wish forget() {
      return new Wish(vct, Optional.empty());
    }

    /// The offer of one attempt at one step. The same attempt is the same request, however often it
    /// is made and whoever makes it.
    IssueRequest request(String onboarding, int step, int attempt) {
      return IssueRequest.parseOffer(
          content
              .orElseThrow(() -> new IllegalStateException("a settled step makes no offer"))
              .deepCopy()
              .put("requestId", "onboarding:" + onboarding + ":" + step + ":" + attempt)
              .toString());
    }
  }

  /// How far it is. An attempt is one offer; another comes after it only when it has ended without
  /// a credential.
  public sealed interface Stage {
    /// Not done yet. With `trouble`, what it needs could not be had, and is asked for again.
    record Waiting(int attempt, Instant since, Optional<Trouble> trouble) implements Stage {}

    /// The rules say no, until something changes.
    record Refused(int attempt, Refusal refusal, Instant at) implements Stage {}

    /// The applicant has an offer.
    record Offered(int attempt, String issuance, Instant at) implements Stage {}

    /// The offer lapsed or was taken back; there is no credential.
    record Ended(int attempt, String issuance, Instant at) implements Stage {}

    /// To be skipped; whatever was offered in this attempt is taken back first.
    record Skipping(int attempt, Decision decision) implements Stage {}

    /// `reference` says where the evidence lies.
    record Passed(Optional<Did> by, Optional<String> reference, Instant at) implements Stage {}

    record Skipped(Decision decision) implements Stage {}

    record Issued(String issuance, Instant at) implements Stage {}

    /// Not done, or taken back, when the whole came to its end.
    record Undone(Instant at) implements Stage {}
  }

  /// What keeps a step from being done by itself, for the first time then.
  public record Trouble(Kind kind, Instant since) {
    public enum Kind {
      LEDGER_SILENT,
      /// The owner of the applicant's DID wrote what is no document.
      DOCUMENT_UNREADABLE
    }
  }

  /// Who decided something, why and when; without a name it was a rule.
  public record Decision(Optional<Did> by, String reason, Instant at) {
    public static final int REASON_MAX = 400;
  }
}
