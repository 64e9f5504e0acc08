package dev.hansa.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.launcher.acts.Issuing;
import dev.hansa.launcher.run.HouseService;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;

/// An issuer of the house whose people log in at the house's own sign-in, as its operator sets it
/// up: a client with a secret, and a policy that makes a mandate for whoever logs in.
final class HouseLogin {
  static final String NAME = "the market's sign-in";

  private static final String MANDATE = "urn:hansa:mandate:1";

  private HouseLogin() {}

  /// Writes the policy with this provider; the answer is a link for a wallet, which names no offer.
  static String open(RunningHouse house, String provider) throws IOException {
    var network = house.connect();
    var issuer = network.organisations().require(HouseExtension.ISSUER);
    new Issuing(network).open(issuer);
    var folder = house.data().resolve("services/issuer/issuer.tenants").resolve(issuer.name());
    // Copied with its mode: its owner alone reads it.
    var _ =
        Files.copy(
            house.data().resolve("clients").resolve(HouseExtension.ISSUER + ".secret"),
            folder.resolve("sign-in.secret"),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
    write(folder.resolve("tenant.json"), provider, issuer.did().toString());
    var offer =
        Json.newObject()
            .put("credential_issuer", house.url(HouseService.ISSUER) + "/" + issuer.name());
    offer.putArray("credential_configuration_ids").add(MANDATE);
    offer.putObject("grants").putObject("authorization_code");
    return "openid-credential-offer://?credential_offer="
        + URLEncoder.encode(offer.toString(), StandardCharsets.UTF_8);
  }

  private static void write(Path file, String provider, String did) throws IOException {
    var json = Json.parseObject(Files.readString(file));
    var policy = json.get("policy") instanceof ObjectNode known ? known : json.putObject("policy");
    var login = policy.putObject("loginAt");
    login
        .put("issuer", provider)
        .put("name", NAME)
        .put("clientId", HouseExtension.ISSUER)
        .put("clientAuthentication", "client_secret_basic")
        .put("secretFile", "sign-in.secret")
        .putArray("types")
        .add(MANDATE);
    var claims =
        login
            .putObject("credentials")
            .putObject(MANDATE)
            .put("validity", "P1D")
            .putObject("claims");
    claims
        .putObject("mandator")
        .put("did", did)
        .put("organizationIdentifier", "VATSE-556012579001")
        .put("legalName", "The grid company")
        .put("country", "SE");
    claims.putObject("mandatee").put("kind", "PERSON").putObject("givenName").put("$claim", "sub");
    claims
        .putArray("power")
        .addObject()
        .put("type", "Domain")
        .put("domain", "Energy")
        .put("function", "Metering")
        .putArray("action")
        .add("Read");
    claims
        .putObject("limits")
        .put("currency", "EUR")
        .put("perTransactionMinor", 0)
        .put("perDayMinor", 0);
    claims.put("delegable", false).put("loa", "low");
    var before = Files.getLastModifiedTime(file);
    var _ = Files.writeString(file, json.toString());
    // Two writes in one tick of the file system's clock look like one.
    var _ = Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 1000));
  }
}
