package dev.hansa.issuer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Bytes;
import dev.hansa.issuer.domain.AccessToken;
import dev.hansa.issuer.domain.Authorization;
import dev.hansa.issuer.domain.AuthorizationRequest;
import dev.hansa.issuer.domain.Authorizing.Showing;
import dev.hansa.issuer.domain.Caretaking;
import dev.hansa.issuer.domain.CodeRedeeming;
import dev.hansa.issuer.domain.IssueRequest;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.Login;
import dev.hansa.issuer.domain.Notice;
import dev.hansa.issuer.domain.Noticing;
import dev.hansa.issuer.domain.Offering;
import dev.hansa.issuer.domain.Redeeming;
import dev.hansa.issuer.domain.Releasing;
import dev.hansa.servicekit.Jdbc;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whole ways of a credential, on a store that dies at each of their steps in turn, before and
/// after it. Whoever was not answered asks again; in the end there is one credential, and nothing
/// of what it was made from.
abstract class CrashContract extends CrashStage {
  private enum Way {
    PLAIN,
    HELD,
    BY_LOGIN
  }

  @ParameterizedTest
  @EnumSource(FaultyStore.Side.class)
  void a_crash_at_any_step_of_the_plain_way_leaves_one_credential(FaultyStore.Side side) {
    everyStep(
        side, (instance, persistent, name) -> go(Way.PLAIN, instance, persistent, "PLAIN-" + name));
  }

  @ParameterizedTest
  @EnumSource(FaultyStore.Side.class)
  void a_crash_at_any_step_of_a_held_issuance_leaves_one_credential(FaultyStore.Side side) {
    everyStep(
        side, (instance, persistent, name) -> go(Way.HELD, instance, persistent, "HELD-" + name));
  }

  @ParameterizedTest
  @EnumSource(FaultyStore.Side.class)
  void a_crash_at_any_step_of_the_way_by_login_leaves_one_credential(FaultyStore.Side side) {
    everyStep(
        side,
        (instance, persistent, name) -> go(Way.BY_LOGIN, instance, persistent, "BY_LOGIN-" + name));
  }

  private void go(Way way, Instance instance, Persistent persistent, String name) {
    var credentials = new Jdbc(store());
    long places = count(credentials, "select count(*) as n from status_entry");
    var token = persistent.ask(() -> token(way, instance, name));
    // A token whose answer was lost is gone with its offer: the operator takes it back, and offers
    // again. Nothing waits for ever.
    int round = 1;
    while (token.isEmpty()) {
      int again = ++round;
      takeBack(instance, persistent);
      token = persistent.ask(() -> token(way, instance, name + "-" + again));
      assertThat(round).isLessThan(4);
    }
    var access = new AccessToken(token.get(), Optional.empty());
    var request = request(instance);
    var outcome = persistent.ask(() -> instance.issuing.issue(tenant, access, request));
    if (way == Way.HELD) {
      if (!(outcome instanceof Issuing.Outcome.Pending(var transaction))) {
        throw new AssertionError("held: " + outcome);
      }
      var id = transaction.substring(0, transaction.indexOf('.'));
      assertThat(persistent.ask(() -> instance.releasing.release(tenant, id, tenant.did())))
          .isInstanceOf(Releasing.Outcome.Released.class);
      var deferral = persistent.ask(() -> instance.issuing.ask(tenant, access, transaction));
      outcome =
          deferral instanceof Issuing.Deferral.Answered(var answered)
              ? answered
              // Delivered is delivered; what was lost on the way is at the first place.
              : persistent.ask(() -> instance.issuing.issue(tenant, access, request));
    }
    if (!(outcome instanceof Issuing.Outcome.Issued(var list, var notification))) {
      throw new AssertionError("issued: " + outcome);
    }
    assertThat(list).hasSize(1);
    var id = notification.substring(0, notification.indexOf('.'));
    var noted =
        persistent.ask(() ->
            instance.noticing.note(
                tenant,
                access,
                new Noticing.Notification(notification, Notice.Event.CREDENTIAL_ACCEPTED)));
    assertThat(noted).isInstanceOf(Noticing.Outcome.Noted.class);
    for (var take :
        List.of(Caretaking.Step.SUSPEND, Caretaking.Step.REACTIVATE, Caretaking.Step.REVOKE)) {
      assertThat(persistent.ask(() -> instance.caretaking.take(take, tenant.name(), id)))
          .isInstanceOf(Caretaking.Outcome.Done.class);
    }
    holds(credentials, id, list.getFirst(), places);
  }

  private static void holds(Jdbc jdbc, String id, String credential, long places) {
    // One place more than before, whatever was tried: no place is without its credential.
    assertThat(count(jdbc, "select count(*) as n from status_entry")).isEqualTo(places + 1);
    var parsed = SdJwt.parse(credential);
    assertThat(
            jdbc.one(
                "select credential_hash from issuance where id = ?",
                row -> row.text("credential_hash"),
                id))
        .contains(parsed.credentialHash().toBase64Url());
    long place = parsed.unverifiedClaims().at("/status/status_list/idx").longValue();
    assertThat(count(jdbc, "select entry_value as n from status_entry where list_index = ?", place))
        .isEqualTo(1);
    assertThat(
            jdbc.query(
                "select entry_value from status_change where list_index = ? order by seq",
                row -> row.number("entry_value"),
                place))
        .containsExactly(2L, 0L, 1L);
    assertThat(
            count(
                jdbc,
                "select count(*) as n from issuance where sealed_claims is not null"
                    + " or holders is not null"))
        .isZero();
    assertThat(
            count(
                jdbc,
                "select count(*) as n from issuance where state not in ('ISSUED', 'WITHDRAWN')"))
        .isZero();
  }

  private void takeBack(Instance instance, Persistent persistent) {
    var stuck =
        new Jdbc(store())
            .query(
                "select id from issuance where state not in ('ISSUED', 'WITHDRAWN')",
                row -> row.text("id"));
    for (var id : stuck) {
      assertThat(
              persistent.ask(
                  () -> instance.caretaking.take(Caretaking.Step.REVOKE, tenant.name(), id)))
          .isInstanceOf(Caretaking.Outcome.Done.class);
    }
  }

  /// The token of an offer; empty if its answer was lost, or the browser's way was.
  private Optional<String> token(Way way, Instance instance, String name) {
    var more =
        switch (way) {
          case PLAIN -> "";
          case HELD -> "\"hold\":true,";
          case BY_LOGIN -> "\"grant\":\"authorization_code\",";
        };
    var id =
        switch (instance.offering.offer(tenant, IssueRequest.parseOffer(wish(name, more)))) {
          case Offering.Outcome.Offered(var offered) -> offered.about().id();
          case Offering.Outcome.AlreadyThere(var issuance) -> issuance.about().id();
          case Offering.Outcome.RequestIdTaken _,
              Offering.Outcome.Refused _,
              Offering.Outcome.ClaimsRefused _ ->
              throw new AssertionError("offered");
        };
    if (way == Way.BY_LOGIN) {
      return byLogin(instance, id);
    }
    var presented =
        new Redeeming.Presented(
            instance.secret.code(id), Optional.empty(), Optional.empty(), Optional.empty());
    return instance.redeeming.redeem(tenant, presented)
            instanceof Redeeming.Outcome.Redeemed(var token, _, _, _)
        ? Optional.of(token)
        : Optional.empty();
  }

  /// The browser's way begins anew each time: what a wallet does when it was not answered.
  private Optional<String> byLogin(Instance instance, String offer) {
    var verifier = "v".repeat(43);
    var redirect = URI.create("https://wallet.example/cb");
    var request =
        new AuthorizationRequest(
            "wallet",
            false,
            redirect,
            Optional.empty(),
            Bytes.utf8(verifier).sha256().toBase64Url(),
            PARTICIPANT,
            false,
            Optional.of(offer),
            Optional.empty());
    var authorizing = instance.authorizing;
    var pushed = authorizing.push(tenant, request);
    if (!(authorizing.find(tenant, pushed).orElseThrow() instanceof Authorization.Pushed begun)) {
      throw new AssertionError("pushed");
    }
    var asking = authorizing.begin(tenant, begun, "cookie", "who", redirect).orElseThrow();
    if (!(authorizing.look(tenant, asking, new Login.Brought.ResponseCode("code"))
        instanceof Showing.Known(var consenting))) {
      return Optional.empty();
    }
    var code = authorizing.agree(consenting).orElseThrow();
    return instance.codes.redeem(
                tenant,
                new CodeRedeeming.Presented(
                    code,
                    Optional.of("wallet"),
                    false,
                    Optional.of(redirect.toString()),
                    Optional.of(verifier),
                    Optional.empty()))
            instanceof CodeRedeeming.Outcome.Redeemed(var token, _, _, _)
        ? Optional.of(token)
        : Optional.empty();
  }
}
