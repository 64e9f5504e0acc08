package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.IssuanceWait;
import dev.hansa.issuer.domain.OfferDocuments;
import dev.hansa.issuer.domain.Tenant;
import jakarta.inject.Singleton;

/// An issuance as its operator sees it. No claims: they are not kept for looking at.
@Singleton
final class IssuanceJson {
  private final OfferDocuments offers;

  IssuanceJson(OfferDocuments offers) {
    this.offers = offers;
  }

  ObjectNode of(Tenant tenant, Issuance issuance) {
    var json = name(issuance);
    IssuanceWait.of(tenant, issuance).ifPresent(wait -> json.put("waitsFor", wait.says()));
    switch (issuance) {
      case Issuance.Offered offered ->
          json.put("offerExpires", offered.terms().expires().toString())
              .put("wrongCodes", offered.wrongCodes())
              .put("offerUri", offers.uri(tenant, offered));
      case Issuance.Locked locked ->
          json.put("offerExpires", locked.terms().expires().toString())
              .put("wrongCodes", Issuance.WRONG_CODES_MAX);
      case Issuance.Deferred deferred ->
          json.put("deferredUntil", deferred.token().expires().toString());
      case Issuance.Authorised authorised ->
          json.put("offerExpires", authorised.terms().expires().toString());
      case Issuance.Issued issued -> {
        json.put("status", issued.status().word())
            .put("statusListUri", tenant.statusList(issued.index().list()).toString())
            .put("statusIndex", issued.index().index())
            .put("issuedAt", issued.issued().toString())
            .put("credentialHash", issued.credentialHash().toBase64Url())
            .put("copies", issued.copies());
        issued.expires().ifPresent(until -> json.put("expires", until.toString()));
        issued
            .notice()
            .ifPresent(notice ->
                json.putObject("wallet")
                    .put("event", notice.event().word())
                    .put("at", notice.at().toString()));
      }
      case Issuance.Lapsed lapsed -> json.put("endedAt", lapsed.at().toString());
      case Issuance.Withdrawn withdrawn -> json.put("endedAt", withdrawn.at().toString());
    }
    return json;
  }

  /// Which it is and how far, for whoever may know no more.
  static ObjectNode name(Issuance issuance) {
    var about = issuance.about();
    return Json.newObject()
        .put("id", about.id())
        .put("vct", about.vct().value())
        .put("state", word(issuance))
        .put("createdAt", about.created().toString());
  }

  /// The answer to whoever made the offer: also the offer by value, and what the holder is told
  /// another way.
  ObjectNode withTxCode(Tenant tenant, Issuance issuance) {
    var json = of(tenant, issuance);
    if (issuance instanceof Issuance.Offered offered) {
      json.put("offerUriByValue", offers.uriByValue(tenant, offered));
      offers.txCode(offered).ifPresent(code -> json.put("txCode", code));
    }
    return json;
  }

  private static String word(Issuance issuance) {
    return switch (issuance) {
      case Issuance.Offered _ -> "offered";
      case Issuance.Locked _ -> "locked";
      case Issuance.Authorised _ -> "authorised";
      case Issuance.Deferred _ -> "deferred";
      case Issuance.Issued _ -> "issued";
      case Issuance.Lapsed _ -> "lapsed";
      case Issuance.Withdrawn _ -> "withdrawn";
    };
  }
}
