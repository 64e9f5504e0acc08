package dev.hansa.marketplace.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.Agreement;
import dev.hansa.marketplace.domain.AgreementTerms;
import dev.hansa.marketplace.domain.Agreements;
import dev.hansa.marketplace.domain.Reports;
import dev.hansa.marketrules.sla.Sla;
import dev.hansa.marketrules.sla.TierFault;
import dev.hansa.servicekit.RequestAuthenticator;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.stream.Collectors;

/// Agreements on service levels, their signatures, and the monitors' reports.
@Controller("/agreements")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "agreements")
final class AgreementController {
  private static final int CREDENTIAL_MAX = 1 << 16;
  private static final int SIGNATURE_MAX = 128;

  private final Agreements agreements;
  private final Reports reports;
  private final Callers callers;
  private final RequestAuthenticator organisations;

  AgreementController(
      Agreements agreements, Reports reports, Callers callers, RequestAuthenticator organisations) {
    this.agreements = agreements;
    this.reports = reports;
    this.callers = callers;
    this.organisations = organisations;
  }

  @Post
  HttpResponse<String> propose(HttpRequest<?> request, @Body String body) {
    var trader = callers.trader(request);
    var json = Json.parseObject(body, AgreementTerms.BODY_MAX);
    var customer = Did.parse(Json.text(json, "customer", Did.LENGTH_MAX));
    try {
      return answer(
          agreements.propose(
              trader, Json.text(json, "requestId", 64), customer, Json.object(json, "terms")),
          HttpStatus.CREATED);
    } catch (AgreementTerms.FaultyTiers e) {
      return Refusals.problem(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "tiers-faulty",
          "The tiers of the agreement do not say one credit for each availability",
          e.faults().stream().map(TierFault::says).collect(Collectors.joining("; ")));
    }
  }

  /// The agreements of one's organisation, newest first.
  @Get
  HttpResponse<String> mine(HttpRequest<?> request) {
    var party = callers.trader(request).party();
    return Refusals.ok(
        Pages.json(
            "agreements",
            agreements.ofParty(party, Pages.wanted(request)),
            AgreementController::json));
  }

  @Get("/{id}")
  HttpResponse<String> one(HttpRequest<?> request, String id) {
    var trader = callers.trader(request);
    return agreements
        .find(id, trader.party())
        .map(agreement -> Refusals.ok(json(agreement)))
        .orElseGet(AgreementController::unknown);
  }

  @Post("/{id}/signatures")
  HttpResponse<String> sign(HttpRequest<?> request, String id, @Body String body) {
    var trader = callers.trader(request);
    var signature = Json.text(Json.parseObject(body, 4096), "signature", SIGNATURE_MAX);
    return answer(agreements.sign(trader, id, signature), HttpStatus.CREATED);
  }

  /// What both organisations sign with their NYM keys; by DID, as it is an organisation's act.
  @Get("/{id}/ledger-request")
  HttpResponse<String> ledgerRequest(HttpRequest<?> request, String id) {
    var did = organisations.caller(request);
    return agreements
        .find(id, did.toString())
        .flatMap(Agreement::ledgerRequest)
        .map(Refusals::ok)
        .orElseGet(() ->
            Refusals.notFound(
                "There is nothing to sign: a person of each party signs the agreement first"));
  }

  @Post("/{id}/ledger-signatures")
  HttpResponse<String> signForLedger(HttpRequest<?> request, String id, @Body String body) {
    var did = organisations.caller(request, body);
    var signature =
        Bytes.fromBase64Url(Json.text(Json.parseObject(body, 4096), "signature", SIGNATURE_MAX));
    return answer(agreements.signForLedger(did, id, signature), HttpStatus.CREATED);
  }

  @Post("/{id}/reports")
  HttpResponse<String> report(HttpRequest<?> request, String id, @Body String body) {
    var trader = callers.trader(request);
    var credential = Json.text(Json.parseObject(body), "credential", CREDENTIAL_MAX);
    return switch (reports.report(trader, id, credential)) {
      case Reports.Outcome.NoSuchAgreement _ -> unknown();
      case Reports.Outcome.CredentialRefused(var reason, var sentence) ->
          Refusals.problem(HttpStatus.UNPROCESSABLE_ENTITY, "credential-refused", sentence, reason);
      case Reports.Outcome.Refused(var receipt, var reasons) -> Refusals.refused(receipt, reasons);
      case Reports.Outcome.NotCounted(var rule) ->
          Refusals.problem(
              HttpStatus.CONFLICT, "report-not-counted", "The report does not count", rule);
      case Reports.Outcome.Counted(var credit, var receipt) ->
          Refusals.created(credit.deepCopy().put("receipt", receipt));
    };
  }

  @Get("/{id}/credits")
  HttpResponse<String> credits(HttpRequest<?> request, String id) {
    var trader = callers.trader(request);
    if (agreements.find(id, trader.party()).isEmpty()) {
      return unknown();
    }
    var answer = Json.newObject();
    var list = answer.putArray("credits");
    reports.credits(id).forEach(kept -> list.add(kept.body()));
    return Refusals.ok(answer);
  }

  private static HttpResponse<String> unknown() {
    return Refusals.notFound("You have no such agreement");
  }

  private static HttpResponse<String> answer(Agreements.Outcome outcome, HttpStatus done) {
    return switch (outcome) {
      case Agreements.Outcome.NoSuchAgreement _, Agreements.Outcome.NotYours _ -> unknown();
      case Agreements.Outcome.NoSuchSignature _ ->
          Refusals.problem(
              HttpStatus.BAD_REQUEST,
              "signature-missing",
              "Sign with your wallet first",
              "the signature is of this party, over this agreement and its terms");
      case Agreements.Outcome.Refused(var receipt, var reasons) ->
          Refusals.refused(receipt, reasons);
      case Agreements.Outcome.NotPossible(var rule) ->
          Refusals.problem(
              HttpStatus.CONFLICT, "step-not-possible", "The agreement is not at that step", rule);
      case Agreements.Outcome.Done(var agreement, var receipt) -> {
        var body = json(agreement);
        if (!receipt.isEmpty()) {
          body.put("receipt", receipt);
        }
        yield done == HttpStatus.CREATED ? Refusals.created(body) : Refusals.ok(body);
      }
    };
  }

  private static ObjectNode json(Agreement agreement) {
    var body =
        Json.newObject()
            .put("id", agreement.id())
            .put("state", agreement.stateName())
            .put("termsHash", agreement.terms().sla().termsHash());
    body.set("terms", agreement.terms().json());
    if (agreement.state() instanceof Sla.Active active) {
      body.put("ledgerSeqNo", active.ledgerSeqNo());
    }
    return body;
  }
}
