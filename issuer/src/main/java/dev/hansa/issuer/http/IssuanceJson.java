package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.OfferDocuments;
import dev.hansa.issuer.domain.Tenant;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/// An issuance as its operator sees it. No claims: they are not kept for looking at.
@Singleton
final class IssuanceJson {
  private final OfferDocuments offers;

  IssuanceJson(OfferDocuments offers) {
    this.offers = offers;
  }

  ObjectNode of(Tenant tenant, Issuance issuance) {
    var about = issuance.about();
    var json =
        Json.newObject()
            .put("id", about.id())
            .put("vct", about.vct().value())
            .put("state", word(issuance))
            .put("createdAt", about.created().toString());
    waitsFor(tenant, issuance).ifPresent(says -> json.put("waitsFor", says));
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

  /// Why it does not go on, and who can change that. What came to its end waits for nobody.
  private static Optional<String> waitsFor(Tenant tenant, Issuance issuance) {
    return switch (issuance) {
      case Issuance.Offered offered ->
          Optional.of(
              offered.terms().holder().isPresent()
                  ? "The holder opens the offer in a wallet, shows who they are and agrees."
                  : "The holder opens the offer in a wallet.");
      case Issuance.Locked _ -> Optional.of("You unlock it: the code was typed wrong too often.");
      case Issuance.Authorised authorised ->
          Optional.of(
              authorised.terms().held()
                  ? "The wallet asks for it, and " + released(tenant, issuance)
                  : "The wallet asks for it; if it does not, the offer lapses.");
      case Issuance.Deferred deferred ->
          Optional.of(
              deferred.terms().held()
                  ? sentence(released(tenant, issuance))
                  : "The wallet asks again; it was released.");
      case Issuance.Issued _, Issuance.Lapsed _, Issuance.Withdrawn _ -> Optional.empty();
    };
  }

  private static String released(Tenant tenant, Issuance issuance) {
    return tenant.policy().approval().asks(issuance.about().vct())
        ? "an approver releases it."
        : "you release it.";
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
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
