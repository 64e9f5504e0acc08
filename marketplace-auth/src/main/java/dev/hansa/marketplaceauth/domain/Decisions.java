package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.receipts.Decision;
import dev.hansa.receipts.EntityId;
import dev.hansa.receipts.Evaluation;
import dev.hansa.receipts.PolicySet;
import dev.hansa.receipts.ReceiptSubject;
import dev.hansa.receipts.ReceiptWriter;
import dev.hansa.receipts.StoredReceipt;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Decides acts: gathers what is known of who acts, looks again at every credential that the act
/// rests on, asks the policies, and leaves a receipt.
public final class Decisions {
  private final Sessions sessions;
  private final Members members;
  private final Showings showings;
  private final Standings standings;
  private final PolicySet policies;
  private final ReceiptWriter writer;
  private final Consumer<StoredReceipt> log;
  private final Rests rests;
  private final Clock clock;

  /// `log` keeps a receipt durably.
  public Decisions(
      Sessions sessions,
      Members members,
      Showings showings,
      Standings standings,
      PolicySet policies,
      ReceiptWriter writer,
      Consumer<StoredReceipt> log,
      Rests rests,
      Clock clock) {
    this.sessions = sessions;
    this.members = members;
    this.showings = showings;
    this.standings = standings;
    this.policies = policies;
    this.writer = writer;
    this.log = log;
    this.rests = rests;
    this.clock = clock;
  }

  /// Answers a question of a service that was authenticated.
  public Verdict decide(Did service, Question question) {
    var head = acting(question.sessionId());
    var member = head.flatMap(h -> members.find(h.party()));
    var ownFact = head.flatMap(h -> members.fact(h.fact()));
    if (member.isEmpty()
        || ownFact.isEmpty()
        || member.get().fact(Attested.PARTICIPANT).isEmpty()) {
      return undecided("session-ended", "Your session has ended. Please sign in again.");
    }
    return new One(service, question, head.orElseThrow(), member.get(), ownFact.get()).decide();
  }

  private Optional<Session.Head> acting(String sessionId) {
    var now = clock.instant();
    return sessions
        .find(sessionId)
        .filter(session ->
            switch (session) {
              case Session.Open(var head) -> now.isBefore(head.expires());
              case Session.Ended ended -> ended.mayStillCancel(now);
            })
        .map(Session::head);
  }

  private static Verdict undecided(String rule, String says) {
    return new Verdict.Undecided(new Verdict.Reason(rule, says, Optional.empty()));
  }

  /// One question on its way.
  private final class One {
    private final Did service;
    private final Question question;
    private final Session.Head who;
    private final Members.Member member;
    private final Fact ownFact;
    private final Dossier dossier = new Dossier();
    private final Map<String, JsonNode> more = new LinkedHashMap<>();

    One(Did service, Question question, Session.Head who, Members.Member member, Fact ownFact) {
      this.service = service;
      this.question = question;
      this.who = who;
      this.member = member;
      this.ownFact = ownFact;
    }

    Verdict decide() {
      // A person's session rests on the very credential that was shown.
      var membership =
          stand(who.self() ? ownFact : member.fact(Attested.PARTICIPANT).orElseThrow());
      var mandate = who.self() ? Optional.<Standing>empty() : Optional.of(stand(ownFact));
      var signing = mandate;
      if (question.act() == Act.SIGN_AGREEMENT) {
        var signed = question.aids().signature().flatMap(id -> signature(id, who.party()));
        if (signed.isEmpty() || !signed.get().fact().agent().equals(who.agent())) {
          return undecided("signature-missing", "Sign the agreement with your wallet first.");
        }
        more.put("kbJwt", Json.newObject().textNode(signed.get().kbJwt()));
        signing = Optional.of(stand(signed.get().fact()));
      }
      var principal = dossier.agent(signing.map(this::as).orElse(who), signing);
      var evidence = evidence();
      if (evidence.isEmpty()) {
        return undecided("evidence-unknown", "Show again what your order rests on.");
      }
      dossier.organisation(
          member,
          membership,
          needs(Attested.CSP_LICENCE).flatMap(member::fact).map(this::stand),
          payment(evidence.get()),
          question.aids().reservedMinor());
      provider();
      var resource = dossier.resource(question, service);
      var meter =
          question.act() == Act.PLACE_SELL_ORDER
              ? find(evidence.get(), Attested.GRID_CONNECTION_POINT).map(this::stand)
              : Optional.<Standing>empty();
      var coSigner = coSigner();
      // The time comes last, so that nothing was looked at after it.
      var now = clock.instant();
      var context = dossier.context(question, service, Shape.text(now));
      meter.ifPresent(m -> dossier.meter(context, m, question.aids().alreadyOfferedWh(), service));
      if (question.act() == Act.REPORT_KPI && who.machine()) {
        mandate.ifPresent(m -> dossier.probe(context, m));
      }
      coSigner.ifPresent(agent -> dossier.coSigner(context, agent));
      var verdict = answer(principal, resource, context);
      endWithItsCredential(membership, mandate, now);
      return verdict;
    }

    private Standing stand(Fact fact) {
      return standings.of(fact, question.act().guarded());
    }

    /// What the mandate says of its holder, where it is not the session's own.
    private Session.Head as(Standing standing) {
      return as(standing.fact());
    }

    private Session.Head as(Fact fact) {
      return new Session.Head(
          who.id(),
          fact.party(),
          fact.agent(),
          fact.id(),
          false,
          fact.mandate().machine(),
          fact.mandate().loa(),
          who.clientId(),
          who.authenticated(),
          who.expires());
    }

    private Verdict answer(EntityId principal, EntityId resource, ObjectNode context) {
      var evaluation =
          new Evaluation(principal, question.act().word(), resource, context, dossier.entities());
      var decision = policies.decide(evaluation);
      if (!dossier.unconfirmed().isEmpty()) {
        var types = Json.newArray();
        dossier.unconfirmed().forEach(types::add);
        more.put("unconfirmed", types);
      }
      var receipt =
          writer.write(
              new ReceiptSubject.Decided(
                  evaluation,
                  decision,
                  policies,
                  dossier.evidence(),
                  dossier.statusTokens(),
                  dossier.sources(),
                  dossier.ledgerHeight(),
                  more),
              who.party());
      log.accept(receipt);
      if (decision.allowed()) {
        rests.note(receipt.id(), dossier.facts(), dossier.until());
      }
      return new Verdict.Decided(
          decision.allowed(),
          decision.name(),
          receipt.id(),
          dossier.ledgerHeight(),
          reasons(decision));
    }

    /// The credentials that were shown for this act, or nothing if one of them is not this party's.
    private Optional<List<Fact>> evidence() {
      var facts = new java.util.ArrayList<Fact>();
      for (var id : question.aids().evidence()) {
        if (!(showings.find(id).orElse(null) instanceof Showing.Verified shown)
            || shown.head().kind() != Showing.Kind.EVIDENCE
            || !shown.head().owner().equals(who.party())) {
          return Optional.empty();
        }
        facts.addAll(members.facts(shown.facts()));
      }
      return Optional.of(facts);
    }

    private static Optional<Fact> find(List<Fact> facts, Vct type) {
      return facts.stream().filter(fact -> fact.type().equals(type)).findFirst();
    }

    /// The guarantee that was shown for this act, or the one that is known of the party.
    private Optional<Standing> payment(List<Fact> evidence) {
      return needs(Attested.PAYMENT_CAPABILITY)
          .flatMap(type -> find(evidence, type).or(() -> member.fact(type)))
          .map(this::stand);
    }

    /// Only what a rule of this act reads is looked at, and only that is in the receipt.
    private Optional<Vct> needs(Vct type) {
      boolean needed =
          switch (question.act()) {
            case CREATE_OFFERING -> type.equals(Attested.CSP_LICENCE);
            case SIGN_AGREEMENT ->
                type.equals(Attested.CSP_LICENCE) && who.party().equals(party("provider"));
            case PLACE_BUY_ORDER -> type.equals(Attested.PAYMENT_CAPABILITY);
            case PLACE_SELL_ORDER, CANCEL_ORDER, REPORT_KPI, APPROVE_SETTLEMENT, OPEN_DISPUTE ->
                false;
          };
      return needed ? Optional.of(type) : Optional.empty();
    }

    private String party(String member) {
      return question.resource().path(member).path("id").asText();
    }

    /// An agreement rests on the provider's licence, whoever signs.
    private void provider() {
      if (question.act() != Act.SIGN_AGREEMENT || who.party().equals(party("provider"))) {
        return;
      }
      members
          .find(party("provider"))
          .ifPresent(provider ->
              provider
                  .fact(Attested.PARTICIPANT)
                  .ifPresent(participant ->
                      dossier.organisation(
                          provider,
                          stand(participant),
                          provider.fact(Attested.CSP_LICENCE).map(this::stand),
                          Optional.empty(),
                          0)));
    }

    private record Signed(Fact fact, String kbJwt) {}

    /// The signature with this id, if it is of this agreement, these terms and this party.
    private Optional<Signed> signature(String id, String party) {
      if (!(showings.find(id).orElse(null) instanceof Showing.Verified shown)
          || shown.head().kind() != Showing.Kind.SIGNATURE
          || !shown.head().owner().equals(party)) {
        return Optional.empty();
      }
      var about = shown.head().about();
      var terms = question.aids().termsHash().orElseThrow().toBase64Url();
      if (!about.path("agreementId").asText().equals(question.resourceId())
          || !about.path("termsHash").asText().equals(terms)) {
        return Optional.empty();
      }
      return members.facts(shown.facts()).stream()
          .findFirst()
          .flatMap(fact -> shown.kbJwt().map(kbJwt -> new Signed(fact, kbJwt)));
    }

    private Optional<EntityId> coSigner() {
      return question
          .aids()
          .coSignature()
          .flatMap(id -> signature(id, who.party()))
          .map(signed -> {
            more.put("coSignerKbJwt", Json.newObject().textNode(signed.kbJwt()));
            return dossier.agent(as(signed.fact()), Optional.of(stand(signed.fact())));
          });
    }

    private void endWithItsCredential(
        Standing membership, Optional<Standing> mandate, Instant now) {
      boolean over = membership.isOver(now) || mandate.stream().anyMatch(m -> m.isOver(now));
      if (over) {
        sessions.end(who.id(), Session.Because.CREDENTIAL, now);
      }
    }
  }

  private static List<Verdict.Reason> reasons(Decision decision) {
    return switch (decision) {
      case Decision.Permit _ -> List.of();
      case Decision.Deny(var reasons) ->
          reasons.stream()
              .map(reason ->
                  new Verdict.Reason(
                      reason.rule(), reason.says(), RuleTypes.of(reason.rule()).map(Vct::value)))
              .toList();
      case Decision.NoPermit() ->
          List.of(
              new Verdict.Reason(
                  "no-permit", "You are not entitled to do this.", Optional.empty()));
      case Decision.FactsMissing _ ->
          List.of(
              new Verdict.Reason(
                  "facts-missing",
                  "Something that is needed to decide this is not known.",
                  Optional.empty()));
    };
  }
}
