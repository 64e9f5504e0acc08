package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.launcher.run.HouseService;
import java.util.List;
import java.util.Optional;

/// What an outside service does that wants to know whether a credential is good: it asks a wallet
/// by way of the verifier, or hands over a presentation that it has.
public final class Verifying {
  private static final String QUERY = "credential";

  private final Network network;

  public Verifying(Network network) {
    this.network = network;
  }

  /// A query for one credential of a type and the claims named, each a path of member names.
  public static ObjectNode query(Vct type, List<List<String>> claims) {
    var query = Json.newObject();
    var credential = query.putArray("credentials").addObject();
    credential.put("id", QUERY).put("format", "dc+sd-jwt");
    credential.putObject("meta").putArray("vct_values").add(type.value());
    if (!claims.isEmpty()) {
      var list = credential.putArray("claims");
      for (var claim : claims) {
        var path = list.addObject().putArray("path");
        claim.forEach(path::add);
      }
    }
    return query;
  }

  /// Opens a request; a wallet answers it at `openid4vp`.
  public ObjectNode request(Organisation caller, ObjectNode dcqlQuery, String purpose) {
    var body = Json.newObject().put("purpose", purpose);
    body.set("dcql_query", dcqlQuery);
    return network
        .calls()
        .postAs(caller, network.url(HouseService.VERIFIER), "/requests", body)
        .orRefusal();
  }

  public ObjectNode state(Organisation caller, String request) {
    return network
        .calls()
        .getAs(caller, network.url(HouseService.VERIFIER), "/requests/" + request)
        .orRefusal();
  }

  /// What the presentation's KB-JWT must be for.
  public record HolderBinding(String nonce, String audience) {}

  /// What the verifier says of a presentation that was handed over.
  public ObjectNode verify(
      Organisation caller,
      String presentation,
      Optional<HolderBinding> binding,
      Optional<ObjectNode> dcqlQuery) {
    var body =
        Json.newObject()
            .put("presentation", presentation)
            .put("requireHolderBinding", binding.isPresent());
    binding.ifPresent(b -> body.put("nonce", b.nonce()).put("audience", b.audience()));
    dcqlQuery.ifPresent(query -> body.set("dcql_query", query));
    return Json.object(
        network
            .calls()
            .postAs(caller, network.url(HouseService.VERIFIER), "/verify", body)
            .orRefusal(),
        "result");
  }
}
