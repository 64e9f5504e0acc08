package dev.hansa.issuer.domain;

import dev.hansa.issuer.domain.Issuances.Creation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Issues without a wallet what no holder proves: readings and reports.
public final class DirectIssuing {
  /// How long the same request gets the same credential.
  private static final Duration RETRY = Duration.ofHours(24);

  private final Offering offering;
  private final Drafts drafts;
  private final TypeCatalogue catalogue;
  private final Issuances issuances;
  private final IssuerSecret secret;

  public DirectIssuing(
      Offering offering,
      Drafts drafts,
      TypeCatalogue catalogue,
      Issuances issuances,
      IssuerSecret secret) {
    this.offering = offering;
    this.drafts = drafts;
    this.catalogue = catalogue;
    this.issuances = issuances;
    this.secret = secret;
  }

  /// What became of the request. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    record RequestIdTaken() implements Outcome {}

    /// It was issued, and its copy for retries is gone.
    record Over() implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}

    record ClaimsRefused(List<Refusal> refusals) implements Outcome {
      public ClaimsRefused {
        refusals = List.copyOf(refusals);
      }
    }

    record AlreadyThere(String id, String credential) implements Outcome {}

    record Issued(String id, String credential) implements Outcome {}
  }

  public Outcome issue(Tenant tenant, IssueRequest request) {
    var mark = offering.mark(tenant, request);
    var earlier = issuances.earlier(tenant.name(), mark);
    if (earlier.isPresent()) {
      return again(earlier.get(), request);
    }
    if (catalogue.isHolderBound(request.vct())) {
      return new Outcome.Refused(
          new Refusal("holder-binding", "a credential of this type goes into a wallet"));
    }
    if (tenant.policy().approval().asks(request.vct())) {
      return new Outcome.Refused(
          new Refusal("approval", "a credential of this type is offered, and approved by another"));
    }
    return switch (offering.examine(tenant, request)) {
      case Offering.Examination.NotAllowed(var refusal) -> new Outcome.Refused(refusal);
      case Offering.Examination.WrongClaims(var refusals) -> new Outcome.ClaimsRefused(refusals);
      case Offering.Examination.Passed(_, var expires, var now) -> {
        var about = new Issuance.Case(offering.newId(), tenant.name(), request.vct(), now);
        var draft = new Drafts.Draft(tenant, about, request.claims(), now, expires, List.of());
        var opener = request.content();
        var creation =
            issuances.issueAtOnce(
                about, mark, places -> drafts.sign(draft, places, opener, now.plus(RETRY)));
        yield creation instanceof Creation.Created(Issuance.Issued issued)
            ? fresh(issued, opener)
            : again(creation, request);
      }
    };
  }

  private Outcome fresh(Issuance.Issued issued, String opener) {
    return open(issued, opener)
        .<Outcome>map(credential -> new Outcome.Issued(issued.about().id(), credential))
        .orElseGet(Outcome.Over::new);
  }

  private Outcome again(Creation creation, IssueRequest request) {
    return switch (creation) {
      case Creation.OtherRequest _ -> new Outcome.RequestIdTaken();
      case Creation.Created(var issuance) -> again(issuance, request);
      case Creation.AlreadyThere(var issuance) -> again(issuance, request);
    };
  }

  private Outcome again(Issuance issuance, IssueRequest request) {
    return issuance instanceof Issuance.Issued issued
        ? open(issued, request.content())
            .<Outcome>map(credential -> new Outcome.AlreadyThere(issued.about().id(), credential))
            .orElseGet(Outcome.Over::new)
        : new Outcome.RequestIdTaken();
  }

  private Optional<String> open(Issuance.Issued issued, String opener) {
    return issued
        .retry()
        .flatMap(retry -> secret.open(issued.about().id(), opener, retry.sealedCredential()));
  }
}
