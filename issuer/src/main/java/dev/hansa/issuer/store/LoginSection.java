package dev.hansa.issuer.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Secret;
import dev.hansa.identity.Uris;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.AuthorizationRequest;
import dev.hansa.issuer.domain.IssueRequest;
import dev.hansa.issuer.domain.LoginClaims;
import dev.hansa.issuer.domain.ProviderPolicy;
import dev.hansa.issuer.domain.ProviderPolicy.Authentication;
import dev.hansa.issuer.domain.Tenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `policy.loginAt` of a `tenant.json`: the OpenID provider at which people log in. The secret of a
/// client lies in a file beside it that its owner alone can read.
final class LoginSection {
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}\\.secret");
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,128}");
  private static final Pattern ACR = Pattern.compile("[\\x21-\\x7E]{1,128}");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");
  private static final int LIST_MAX = 32;
  private static final int SECRET_MAX = 1024;
  private static final Duration MAX_AGE_MAX = Duration.ofDays(365);
  private static final Set<String> MEMBERS =
      Set.of(
          "issuer",
          "name",
          "clientId",
          "clientAuthentication",
          "secretFile",
          "scopes",
          "algorithms",
          "types",
          "userInfo",
          "maxAge",
          "acr",
          "require",
          "holder",
          "credentials");

  private final Path folder;
  private final ObjectNode json;

  LoginSection(Path folder, ObjectNode json) {
    this.folder = folder;
    this.json = json;
  }

  ProviderPolicy read() throws IOException {
    // A misspelt member could leave a restriction out.
    KnownMembers.require(json, MEMBERS, "policy.loginAt");
    var issuer = issuer();
    var types = list("types", Pattern.compile(".{1," + Vct.LENGTH_MAX + "}"));
    return new ProviderPolicy(
        issuer,
        json.has("name")
            ? Json.text(json, "name", Tenant.DISPLAY_NAME_MAX)
            : Uris.parse(issuer, "policy.loginAt.issuer").getRawAuthority(),
        Json.text(json, "clientId", AuthorizationRequest.CLIENT_ID_MAX),
        authentication(),
        scopes(),
        algorithms(),
        types.stream().map(Vct::parse).collect(Collectors.toSet()),
        flag("userInfo"),
        json.has("maxAge") ? Optional.of(maxAge()) : Optional.empty(),
        list("acr", ACR),
        required(),
        json.has("holder") ? Json.text(json, "holder", 128) : "sub",
        json.has("credentials") ? made(Json.object(json, "credentials")) : Map.of());
  }

  /// OpenID Connect Core 1.0, section 1.2: https, without query and fragment.
  private String issuer() {
    var text = Json.text(json, "issuer", ProviderPolicy.ISSUER_MAX);
    var uri = Uris.parse(text, "policy.loginAt.issuer");
    boolean web =
        "https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost())));
    if (!web
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new MalformedInput(
          "policy.loginAt.issuer is https, or http on a literal loopback address, without query");
    }
    return text;
  }

  private Authentication authentication() throws IOException {
    var method =
        json.has("clientAuthentication")
            ? Json.text(json, "clientAuthentication", 32)
            : "private_key_jwt";
    boolean basic = method.equals("client_secret_basic");
    if (basic != json.has("secretFile")) {
      throw new MalformedInput("policy.loginAt has secretFile with client_secret_basic, else not");
    }
    if (!basic && !method.equals("private_key_jwt")) {
      throw new MalformedInput(
          "policy.loginAt.clientAuthentication is private_key_jwt or client_secret_basic");
    }
    return basic ? new Authentication.SecretBasic(secret()) : new Authentication.PrivateKey();
  }

  private Secret secret() throws IOException {
    var name = Json.text(json, "secretFile", 80);
    if (!FILE_NAME.matcher(name).matches()) {
      throw new MalformedInput("secretFile ends in .secret and lies in the tenant's folder");
    }
    var file = folder.resolve(name);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("secretFile is not there: " + file);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > SECRET_MAX) {
      throw new IOException("secretFile is a file of at most " + SECRET_MAX + " bytes");
    }
    var open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    open.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    if (!open.isEmpty()) {
      throw new IOException("secretFile is readable by its owner alone: chmod 600");
    }
    var secret = Files.readString(file, StandardCharsets.UTF_8).strip();
    if (secret.isEmpty()) {
      throw new MalformedInput("secretFile is not empty");
    }
    return Secret.copyOf(secret.getBytes(StandardCharsets.UTF_8));
  }

  /// `openid` first, whatever else.
  private List<String> scopes() {
    var scopes = new ArrayList<>(List.of("openid"));
    list("scopes", SCOPE).stream().filter(each -> !each.equals("openid")).forEach(scopes::add);
    return scopes;
  }

  private Set<String> algorithms() {
    var algorithms = new TreeSet<>(list("algorithms", Pattern.compile("[A-Z0-9]{5}")));
    if (!ProviderPolicy.ALGORITHMS.containsAll(algorithms)) {
      throw new MalformedInput("policy.loginAt.algorithms are asymmetric ones, as ES256");
    }
    return algorithms.isEmpty() ? ProviderPolicy.ALGORITHMS : algorithms;
  }

  private List<String> list(String member, Pattern each) {
    var texts = new ArrayList<String>();
    if (json.has(member)) {
      for (var node : Json.array(json, member, LIST_MAX)) {
        if (!node.isTextual() || !each.matcher(node.textValue()).matches()) {
          throw new MalformedInput("policy.loginAt." + member + " is a list of its words");
        }
        texts.add(node.textValue());
      }
    }
    return texts;
  }

  private boolean flag(String member) {
    var node = json.get(member);
    if (node != null && !node.isBoolean()) {
      throw new MalformedInput("policy.loginAt." + member + " is true or false");
    }
    return node != null && node.booleanValue();
  }

  private Duration maxAge() {
    try {
      var age = Duration.parse(Json.text(json, "maxAge", 32));
      if (!age.isNegative() && age.compareTo(MAX_AGE_MAX) <= 0) {
        return age;
      }
    } catch (DateTimeException e) {
      throw new MalformedInput("policy.loginAt.maxAge is an ISO 8601 duration, as PT15M");
    }
    throw new MalformedInput("policy.loginAt.maxAge is from nothing to " + MAX_AGE_MAX);
  }

  /// Claims, each with the value that it has, or has among others.
  private Map<String, JsonNode> required() {
    var required = new HashMap<String, JsonNode>();
    if (json.has("require")) {
      for (var each : Json.object(json, "require").properties()) {
        if (!each.getValue().isValueNode() || each.getValue().isNull()) {
          throw new MalformedInput("policy.loginAt.require has a text, number, true or false each");
        }
        required.put(each.getKey(), each.getValue());
      }
    }
    return required;
  }

  private static Map<Vct, LoginClaims> made(ObjectNode credentials) {
    var made = new HashMap<Vct, LoginClaims>();
    for (var each : credentials.properties()) {
      var entry = Json.object(credentials, each.getKey());
      KnownMembers.require(
          entry, Set.of("claims", "validity"), "an entry of policy.loginAt.credentials");
      made.put(
          Vct.parse(each.getKey()),
          LoginClaims.parse(
              entry.has("validity")
                  ? Optional.of(IssueRequest.readValidity(Json.text(entry, "validity", 32)))
                  : Optional.empty(),
              Json.object(entry, "claims")));
    }
    return made;
  }
}
