package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.launcher.run.HouseService;
import java.util.List;
import java.util.Optional;

/// What an issuer and its approvers do with onboardings.
public final class Onboardings {
  private final Network network;

  public Onboardings(Network network) {
    this.network = network;
  }

  /// A credential that the applicant is to get. `byLogin`: it shows who it is instead of typing a
  /// code.
  public record Credential(Vct type, ObjectNode claims, boolean withTxCode, boolean byLogin) {}

  public ObjectNode start(
      Organisation issuer, Did applicant, List<String> checks, List<Credential> credentials) {
    var body =
        Json.newObject()
            .put("requestId", Ids.next(network.random()))
            .put("applicant", applicant.toString());
    var names = body.putArray("checks");
    checks.forEach(names::add);
    var wishes = body.putArray("credentials");
    for (var credential : credentials) {
      var wish =
          wishes
              .addObject()
              .put("vct", credential.type().value())
              .put("txCode", credential.withTxCode() && !credential.byLogin());
      if (credential.byLogin()) {
        wish.put("grant", "authorization_code").put("holder", applicant.toString());
      }
      wish.set("claims", credential.claims());
    }
    return post(issuer, issuer, "", body);
  }

  public ObjectNode list(Organisation issuer, Optional<String> state) {
    return Parts.all(
        "onboardings",
        part ->
            network
                .calls()
                .getAs(
                    issuer,
                    network.url(HouseService.ISSUER),
                    path(issuer, "?") + part + state.map(only -> "&state=" + only).orElse(""))
                .orRefusal());
  }

  public ObjectNode find(Organisation issuer, Organisation by, String onboarding) {
    return network
        .calls()
        .getAs(by, network.url(HouseService.ISSUER), path(issuer, "/" + onboarding))
        .orRefusal();
  }

  public ObjectNode pass(
      Organisation issuer, String onboarding, int step, Optional<String> reference) {
    var body = Json.newObject();
    reference.ifPresent(text -> body.put("reference", text));
    return post(issuer, issuer, step(onboarding, step) + "/pass", body);
  }

  public ObjectNode skip(Organisation issuer, String onboarding, int step, String reason) {
    return post(
        issuer, issuer, step(onboarding, step) + "/skip", Json.newObject().put("reason", reason));
  }

  public ObjectNode retry(Organisation issuer, String onboarding, int step) {
    return post(issuer, issuer, step(onboarding, step) + "/retry", Json.newObject());
  }

  public ObjectNode approve(Organisation issuer, Organisation by, String onboarding) {
    return post(issuer, by, "/" + onboarding + "/approve", Json.newObject());
  }

  public ObjectNode withdraw(
      Organisation issuer, Organisation by, String onboarding, String reason) {
    return post(issuer, by, "/" + onboarding + "/withdraw", Json.newObject().put("reason", reason));
  }

  private ObjectNode post(Organisation issuer, Organisation by, String rest, ObjectNode body) {
    return network
        .calls()
        .postAs(by, network.url(HouseService.ISSUER), path(issuer, rest), body)
        .orRefusal();
  }

  private static String step(String onboarding, int step) {
    return "/" + onboarding + "/steps/" + step;
  }

  private static String path(Organisation issuer, String rest) {
    return "/" + issuer.name() + "/onboardings" + rest;
  }
}
