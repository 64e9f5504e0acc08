package dev.hansa.ledgerprotocol.rules;

import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.Keys;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.SubLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who may issue what. Trustees accredit; the holder of a delegable accreditation accredits below
/// it, never wider or longer; what is withdrawn takes with it all that was granted under it.
final class AccreditationRules {
  static final int ENTRIES_MAX = 100;

  private final State state;
  private final Context context;
  private final Signers signers;
  private final Did author;

  AccreditationRules(State state, Context context, Signers signers) {
    this.state = state;
    this.context = context;
    this.signers = signers;
    this.author = DidIndy.of(context.network(), signers.author());
  }

  Applied accredit(Operation.Accredit grant) {
    if (state.get(SubLedger.DOMAIN, Keys.credentialType(grant.vct())).isEmpty()) {
      return new Applied.Refused(
          "unknown-credential-type", "The credential type is on the ledger before its issuers.");
    }
    if (Rules.active(state, context, grant.issuer()).isEmpty()) {
      return Rules.unknownDid("issuer");
    }
    var rule = context.authRules().add(PayloadType.ACCREDITATION.code(), "*", "*");
    var under = OptionalLong.empty();
    if (AuthRules.refusal(rule, signers, false).isPresent()) {
      var holding = covering(grant);
      var refused = AuthRules.refusal(rule, signers, holding.isPresent());
      if (refused.isPresent()) {
        return refused.get();
      }
      under = OptionalLong.of(holding.orElseThrow().accreditation().seqNo());
      if (grant.issuer().equals(author)) {
        return new Applied.Refused(
            "accredits-itself", "Nobody accredits itself below its own accreditation.");
      }
    }
    var entries = new ArrayList<>(entries(grant.vct(), grant.issuer()));
    if (entries.size() == ENTRIES_MAX) {
      return new Applied.Refused(
          "too-many-accreditations", "An issuer has at most 100 accreditations for a type.");
    }
    entries.add(
        new AccreditationEntry(
            new Accreditation(
                grant.issuer(),
                grant.vct(),
                grant.territories(),
                grant.validFrom(),
                grant.validUntil(),
                Duration.ofSeconds(grant.validityMaxSeconds()),
                grant.delegable(),
                author,
                context.numbers().next(SubLedger.DOMAIN),
                Optional.empty(),
                grant.anchors()),
            context.time(),
            under));
    var key = Keys.accreditation(grant.vct(), grant.issuer());
    return new Applied.Accepted(
        SubLedger.DOMAIN,
        Optional.of(key.toUtf8()),
        List.of(
            new Applied.Change(
                SubLedger.DOMAIN,
                key,
                AccreditationEntry.write(grant.issuer(), grant.vct(), entries))));
  }

  // An accreditation of the author's own that is delegable now and covers all of the new one.
  private Optional<AccreditationEntry> covering(Operation.Accredit grant) {
    return entries(grant.vct(), author).stream()
        .filter(held -> held.isOpen() && covers(held.accreditation(), grant))
        .findFirst();
  }

  private boolean covers(Accreditation held, Operation.Accredit grant) {
    return held.delegable()
        && !context.time().isBefore(held.validFrom())
        && context.time().isBefore(held.validUntil())
        && !grant.validFrom().isBefore(held.validFrom())
        && !grant.validUntil().isAfter(held.validUntil())
        && grant.validityMaxSeconds() <= held.validityMax().toSeconds()
        && coversTerritories(held.territories(), grant.territories());
  }

  private static boolean coversTerritories(List<String> held, List<String> granted) {
    return held.isEmpty()
        || (!granted.isEmpty()
            && granted.stream()
                .allMatch(territory ->
                    held.contains(territory) || held.contains(territory.substring(0, 2))));
  }

  Applied withdraw(Operation.Withdraw withdraw) {
    if (withdraw.since().isAfter(context.time())) {
      return new Applied.Refused(
          "withdrawal-in-the-future", "A withdrawal begins no later than it is written.");
    }
    var open =
        entries(withdraw.vct(), withdraw.issuer()).stream()
            .filter(AccreditationEntry::isOpen)
            .toList();
    if (open.isEmpty()) {
      return new Applied.Refused(
          "nothing-to-withdraw", "The issuer has an accreditation that is not withdrawn.");
    }
    boolean grantor =
        open.stream()
            .allMatch(entry ->
                entry.under().isPresent() && entry.accreditation().grantedBy().equals(author));
    var rule =
        context.authRules().edit(PayloadType.ACCREDITATION.code(), DefaultRules.WITHDRAW, "*", "*");
    var refused = AuthRules.refusal(rule, signers, grantor);
    if (refused.isPresent()) {
      return refused.get();
    }
    return new Applied.Accepted(
        SubLedger.DOMAIN,
        Optional.of(Keys.accreditation(withdraw.vct(), withdraw.issuer()).toUtf8()),
        changes(withdraw));
  }

  private List<Applied.Change> changes(Operation.Withdraw withdraw) {
    var withdrawal =
        new Accreditation.Withdrawal(
            withdraw.reason().equals("ended")
                ? Accreditation.Withdrawal.Reason.ENDED
                : Accreditation.Withdrawal.Reason.COMPROMISED,
            withdraw.since(),
            context.time());
    SortedMap<Bytes, List<AccreditationEntry>> lists = new TreeMap<>();
    state
        .list(SubLedger.DOMAIN, Keys.accreditations(withdraw.vct()))
        .forEach((key, value) -> lists.put(key, AccreditationEntry.read(value)));
    var gone = gone(lists, withdraw.issuer());
    var changes = new ArrayList<Applied.Change>();
    lists.forEach((key, entries) -> {
      var next =
          entries.stream()
              .map(entry ->
                  gone.contains(entry.accreditation().seqNo())
                      ? entry.withdrawn(withdrawal)
                      : entry)
              .toList();
      if (!next.equals(entries)) {
        var issuer = entries.getFirst().accreditation().issuer();
        changes.add(
            new Applied.Change(
                SubLedger.DOMAIN, key, AccreditationEntry.write(issuer, withdraw.vct(), next)));
      }
    });
    return changes;
  }

  // The issuer's open grants and, down to the last, all open ones under them.
  private static Set<Long> gone(SortedMap<Bytes, List<AccreditationEntry>> lists, Did issuer) {
    var gone = new HashSet<Long>();
    int before = -1;
    while (gone.size() != before) {
      before = gone.size();
      for (var entries : lists.values()) {
        for (var entry : entries) {
          boolean goes =
              entry.accreditation().issuer().equals(issuer)
                  || (entry.under().isPresent() && gone.contains(entry.under().getAsLong()));
          if (entry.isOpen() && goes) {
            gone.add(entry.accreditation().seqNo());
          }
        }
      }
    }
    return gone;
  }

  private List<AccreditationEntry> entries(Vct vct, Did issuer) {
    return state
        .get(SubLedger.DOMAIN, Keys.accreditation(vct, issuer))
        .map(AccreditationEntry::read)
        .orElse(List.of());
  }
}
