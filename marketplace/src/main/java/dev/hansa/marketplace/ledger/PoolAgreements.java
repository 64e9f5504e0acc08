package dev.hansa.marketplace.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.VerificationRelationship;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.Payloads;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.WriteResult;
import dev.hansa.marketplace.domain.AgreementLedger;
import dev.hansa.marketplace.domain.AgreementTerms;
import dev.hansa.marketrules.sla.Sla;
import dev.hansa.servicekit.OperatorKeys;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// AGREEMENT requests: the provider is the author, both organisations sign with their NYM keys, and
/// the market's operator endorses.
@Singleton
public final class PoolAgreements implements AgreementLedger {
  /// How long the request may wait for the organisations' signatures.
  public static final Duration SIGNING_TIME = Duration.ofDays(7);

  private final LedgerClient ledger;
  private final DidResolver resolver;
  private final OperatorKeys operator;

  public PoolAgreements(LedgerClient ledger, DidResolver resolver, OperatorKeys operator) {
    this.ledger = ledger;
    this.resolver = resolver;
    this.operator = operator;
  }

  @Override
  public ObjectNode request(AgreementTerms terms, Sla.SignedByBoth signed, Instant now) {
    var sla = terms.sla();
    var provider = Did.parse(sla.provider());
    var payload =
        Payloads.agreement(
            sla.agreementId(),
            terms.hash(),
            provider,
            Did.parse(sla.customer()),
            sla.reporters().stream().sorted().map(Did::parse).toList(),
            sla.arbiter().map(Did::parse),
            sla.validFrom(),
            sla.validUntil(),
            List.of(
                Bytes.utf8(signed.provider().receiptId()).sha256(),
                Bytes.utf8(signed.customer().receiptId()).sha256()));
    var request =
        RequestBuilder.payload(PayloadType.AGREEMENT, provider, now.plus(SIGNING_TIME), payload)
            .endorser(operator.did())
            .reqId(Math.multiplyExact(now.toEpochMilli(), 1_000_000))
            .build();
    var waiting = Json.newObject();
    waiting.set("request", request.toJson());
    waiting.put("signatureInput", request.signatureInput().toUtf8());
    waiting.putObject("signatures");
    return waiting;
  }

  @Override
  public Added addSignature(ObjectNode waiting, Did did, Bytes signature) {
    if (!isSigned(unsigned(waiting).withSignature(did, signature), did)) {
      return new Added.NotTheirSignature();
    }
    var next = waiting.deepCopy();
    Json.object(next, "signatures").put(did.toString(), signature.toBase64Url());
    return new Added.Done(next);
  }

  @Override
  public boolean isSignedBy(ObjectNode waiting, Did did) {
    return Json.object(waiting, "signatures").has(did.toString());
  }

  private static IndyRequest unsigned(ObjectNode waiting) {
    return IndyRequest.parse(Json.object(waiting, "request").toString());
  }

  private boolean isSigned(IndyRequest request, Did did) {
    if (!(resolver.resolve(did) instanceof DidResolution.Resolved(var document, _))) {
      return false;
    }
    return document
        .key(new DidUrl(did, "verkey"), VerificationRelationship.AUTHENTICATION)
        .map(key -> request.isSignedBy(did, key))
        .orElse(false);
  }

  @Override
  public Submitted submit(ObjectNode waiting) {
    var endorsed = unsigned(waiting).signedBy(operator.did(), operator.nym());
    for (var signature : Json.object(waiting, "signatures").properties()) {
      endorsed =
          endorsed.withSignature(
              Did.parse(signature.getKey()), Bytes.fromBase64Url(signature.getValue().textValue()));
    }
    return switch (ledger.submit(endorsed)) {
      case WriteResult.Written(_, var seqNo, var height, _, _) ->
          new Submitted.Written(seqNo, height);
      case WriteResult.Refused(var rule, var detail) -> new Submitted.Refused(rule, detail);
      case WriteResult.OtherSignatures _ ->
          new Submitted.Refused(
              "other-signatures", "the agreement is on the ledger with other signatures");
    };
  }
}
