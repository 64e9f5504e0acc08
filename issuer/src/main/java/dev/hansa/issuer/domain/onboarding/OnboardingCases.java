package dev.hansa.issuer.domain.onboarding;

import dev.hansa.issuer.domain.Issuances.RequestMark;
import dev.hansa.issuer.domain.TenantName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where onboardings are kept. What was answered is there after a crash, and each version of a case
/// has one successor, whoever writes it.
public interface OnboardingCases {
  /// What became of a request that came before; empty if its id is new.
  Optional<Creation> earlier(TenantName tenant, RequestMark request);

  /// Keeps a new case, unless this tenant used the request's id before.
  Creation create(OnboardingCase.Open open, RequestMark request);

  Optional<Kept> find(TenantName tenant, String id);

  /// Puts the next in the place of what was found. True for one caller only.
  boolean replace(Kept before, OnboardingCase next);

  /// Newest first; `after` is the `next` of the page before.
  Page list(TenantName tenant, Optional<State> state, Optional<Long> after, int limit);

  /// The oldest cases after this one, of all tenants, that have not ended.
  List<Place> unfinished(long after, int limit);

  /// Forgets what ended long ago.
  int sweep(Instant now);

  /// A case as it was found.
  record Kept(OnboardingCase onboarding, long version) {}

  /// Where a case stands in the order in which they began.
  record Place(long seq, TenantName tenant, String id) {}

  record Page(List<OnboardingCase> cases, Optional<Long> next) {
    public Page {
      cases = List.copyOf(cases);
    }
  }

  enum State {
    OPEN,
    UNDOING,
    COMPLETED,
    WITHDRAWN,
    LAPSED;

    public static State of(OnboardingCase onboarding) {
      return switch (onboarding) {
        case OnboardingCase.Open _ -> OPEN;
        case OnboardingCase.Undoing _ -> UNDOING;
        case OnboardingCase.Completed _ -> COMPLETED;
        case OnboardingCase.Withdrawn _ -> WITHDRAWN;
        case OnboardingCase.Lapsed _ -> LAPSED;
      };
    }
  }

  sealed interface Creation {
    record Created(OnboardingCase.Open open) implements Creation {}

    /// The same request came before.
    record AlreadyThere(OnboardingCase onboarding) implements Creation {}

    /// A request of other content has this id.
    record OtherRequest() implements Creation {}
  }
}
