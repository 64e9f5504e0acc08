package dev.hansa.marketplaceauth.peers;

import dev.hansa.credentials.StatusEvidence;
import dev.hansa.credentials.StatusLists;
import dev.hansa.credentials.StatusResult;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.marketplaceauth.domain.Fact;
import dev.hansa.marketplaceauth.domain.StatusSource;
import dev.hansa.receipts.CredentialEvidence;
import java.time.Duration;

/// Statuses from the issuers' status lists.
public final class ListedStatuses implements StatusSource {
  private final StatusLists lists;

  public ListedStatuses(StatusLists lists) {
    this.lists = lists;
  }

  @Override
  public Answer status(Fact fact, Duration ageMax) {
    var reference = fact.status().orElseThrow();
    try {
      return switch (lists.find(reference.uri(), reference.idx(), fact.issuer(), ageMax)) {
        case StatusResult.Found(var evidence) -> known(evidence);
        // A list that is not its issuer's says nothing: the same as none.
        case StatusResult.Unavailable _, StatusResult.Invalid _ -> new Answer.Unavailable();
      };
    } catch (LedgerUnavailable e) {
      return new Answer.Unavailable();
    }
  }

  private static Answer known(StatusEvidence evidence) {
    return new Answer.Known(
        new CredentialEvidence.Status(
            evidence.uri(),
            evidence.idx(),
            evidence.listHash(),
            evidence.iat(),
            evidence.ttl().toSeconds(),
            evidence.value()),
        evidence.token(),
        evidence.checkedAt());
  }
}
