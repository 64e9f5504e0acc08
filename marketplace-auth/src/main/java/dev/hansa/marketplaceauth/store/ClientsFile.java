package dev.hansa.marketplaceauth.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Secret;
import dev.hansa.identity.Uris;
import dev.hansa.marketplaceauth.domain.Client;
import dev.hansa.marketplaceauth.domain.Clients;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The clients in `clients.json`, and the command line, which is always there. A file that does not
/// say what it must stops the start.
public final class ClientsFile {
  public static final String COMMAND_LINE = "hansa-cli";
  private static final int CLIENTS_MAX = 1000;
  private static final int SECRET_LENGTH_MIN = 32;
  private static final Set<String> MEMBERS =
      Set.of(
          "client_id",
          "name",
          "redirect_uris",
          "secret_file",
          "first_party",
          "native",
          "resources",
          "sector");

  private ClientsFile() {}

  /// `marketplace` is the resource that every client may ask for unless the file says otherwise.
  public static Clients load(Optional<Path> file, String marketplace) {
    var clients = new LinkedHashMap<String, Client>();
    clients.put(COMMAND_LINE, commandLine(marketplace));
    if (file.isPresent()) {
      try {
        var json = Json.parseObject(Files.readString(file.get(), StandardCharsets.UTF_8));
        for (var entry : Json.array(json, "clients", CLIENTS_MAX)) {
          var client = client(entry, file.get(), marketplace);
          if (clients.put(client.id(), client) != null) {
            throw new MalformedInput("a client_id stands once, and is not " + COMMAND_LINE);
          }
        }
      } catch (IOException e) {
        throw new IllegalArgumentException("auth.clients: a file cannot be read", e);
      } catch (MalformedInput e) {
        throw new IllegalArgumentException("auth.clients: " + e.getMessage(), e);
      }
    }
    return new Clients(clients);
  }

  private static Client commandLine(String marketplace) {
    return new Client(
        COMMAND_LINE,
        "the Hansa command line",
        List.of(URI.create("http://127.0.0.1/callback"), URI.create("http://[::1]/callback")),
        Optional.empty(),
        true,
        true,
        List.of(marketplace),
        COMMAND_LINE);
  }

  private static Client client(JsonNode json, Path file, String marketplace) throws IOException {
    for (var member : json.properties()) {
      if (!MEMBERS.contains(member.getKey())) {
        throw new MalformedInput("a client has no member that is not known here");
      }
    }
    var id = Json.text(json, "client_id", 128);
    if (!id.matches("[A-Za-z0-9._-]{1,128}")) {
      throw new MalformedInput("a client_id is letters, digits and . _ -");
    }
    var redirects = new ArrayList<URI>();
    for (var text : texts(json, "redirect_uris")) {
      redirects.add(redirect(text));
    }
    if (redirects.isEmpty()) {
      throw new MalformedInput("a client has a redirect URI");
    }
    return new Client(
        id,
        Json.text(json, "name", 80),
        redirects,
        secret(json, file),
        flag(json, "first_party"),
        flag(json, "native"),
        json.has("resources") ? texts(json, "resources") : List.of(marketplace),
        json.has("sector")
            ? Json.text(json, "sector", 200)
            : String.valueOf(redirects.getFirst().getAuthority()));
  }

  private static URI redirect(String text) {
    var uri = Uris.parse(text, "a redirect URI");
    boolean loopback =
        "http".equals(uri.getScheme())
            && ("127.0.0.1".equals(uri.getHost()) || "[::1]".equals(uri.getHost()));
    if (!("https".equals(uri.getScheme()) || loopback)
        || uri.getHost() == null
        || uri.getRawFragment() != null
        || uri.getRawUserInfo() != null) {
      throw new MalformedInput(
          "a redirect URI is https, or http on a literal loopback address, without fragment");
    }
    return uri;
  }

  private static Optional<Secret> secret(JsonNode json, Path file) throws IOException {
    if (!json.has("secret_file")) {
      return Optional.empty();
    }
    var secretFile = file.toAbsolutePath().resolveSibling(Json.text(json, "secret_file", 500));
    var text = Files.readString(secretFile, StandardCharsets.UTF_8).strip();
    if (text.length() < SECRET_LENGTH_MIN) {
      throw new MalformedInput(
          "a client's secret has at least " + SECRET_LENGTH_MIN + " characters");
    }
    return Optional.of(Secret.copyOf(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean flag(JsonNode json, String member) {
    if (json.has(member) && !json.get(member).isBoolean()) {
      throw new MalformedInput("the member " + member + " is true or false");
    }
    return json.path(member).asBoolean(false);
  }

  private static List<String> texts(JsonNode json, String member) {
    var texts = new ArrayList<String>();
    for (var text : Json.array(json, member, 20)) {
      if (!text.isTextual()) {
        throw new MalformedInput("the member " + member + " is a list of texts");
      }
      texts.add(text.textValue());
    }
    return texts;
  }
}
