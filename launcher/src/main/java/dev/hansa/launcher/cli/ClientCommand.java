package dev.hansa.launcher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.run.HouseService;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `client`: services that let their users sign in with a credential (OpenID Connect relying
/// parties).
@Command(
    name = "client",
    description = "Services that let their users sign in here (OpenID Connect).",
    subcommands = {ClientCommand.Add.class, ClientCommand.ListCommand.class})
final class ClientCommand extends Group {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int SECRET_BYTES = 32;
  private static final int FILE_MAX = 1 << 20;

  private static ObjectNode read(DataFolder folder) {
    if (!Files.exists(folder.clients())) {
      var none = Json.newObject();
      none.putArray("clients");
      return none;
    }
    try {
      return Json.parseObject(Files.readString(folder.clients(), StandardCharsets.UTF_8), FILE_MAX);
    } catch (IOException | MalformedInput e) {
      throw new Stop(ExitCode.FOLDER, folder.clients() + " cannot be read.", e);
    }
  }

  @Command(
      name = "add",
      description = {
        "Let a service's users sign in here.",
        "Its secret is made and written to a file, mode 0600; the next ./hansa up knows the service."
      })
  static final class Add extends Act {
    @Parameters(paramLabel = "CLIENT_ID", description = "Letters, digits and . _ -")
    String id = "";

    @Option(
        names = "--name",
        required = true,
        paramLabel = "TEXT",
        description = "What people read when they sign in.")
    String name = "";

    @Option(
        names = "--redirect-uri",
        required = true,
        paramLabel = "URI",
        description =
            "Where people come back to, compared character by character; https, or http on a"
                + " literal loopback address. May be given several times.")
    List<String> redirectUris = new ArrayList<>();

    @Option(
        names = "--public",
        description = "No secret: an app on people's own devices (PKCE protects it).")
    boolean isPublic;

    @Override
    ExitCode run(Output output) {
      var folder = shared.folder();
      var network = folder.requireNetwork();
      if (!ID.matcher(id).matches()) {
        throw new Stop(ExitCode.USAGE, "A client_id is 1 to 64 letters, digits and . _ -");
      }
      redirectUris.forEach(Add::requireRedirect);
      var all = read(folder);
      for (var known : all.path("clients")) {
        if (known.path("client_id").asText().equals(id)) {
          throw new Stop(ExitCode.REFUSED, "There is a client of this id.");
        }
      }
      var client = Json.newObject().put("client_id", id).put("name", name);
      var list = client.putArray("redirect_uris");
      redirectUris.forEach(list::add);
      output.say("issuer         %s", HouseService.MARKETPLACE_AUTH.url(network.addresses()));
      output.say("client_id      %s", id);
      if (!isPublic) {
        var secret = secret(folder);
        client.put("secret_file", folder.root().relativize(secret).toString());
        output.say("client_secret  in %s", secret);
      }
      ((com.fasterxml.jackson.databind.node.ArrayNode) all.get("clients")).add(client);
      DataFolder.writeWhole(folder.clients(), all.toPrettyString());
      output.say("The service can be used after the next start of ./hansa up.");
      output.answer(client);
      return ExitCode.DONE;
    }

    private Path secret(DataFolder folder) {
      var file = folder.root().resolve("clients").resolve(id + ".secret");
      try {
        var _ =
            Files.createDirectories(
                file.getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (IOException e) {
        throw new Stop(ExitCode.FOLDER, file.getParent() + " cannot be made.", e);
      }
      DataFolder.writeWhole(file, Bytes.random(SECRET_BYTES, new SecureRandom()).toBase64Url());
      return file;
    }

    private static void requireRedirect(String text) {
      try {
        var uri = URI.create(text);
        boolean isLoopback =
            "http".equals(uri.getScheme())
                && ("127.0.0.1".equals(uri.getHost()) || "[::1]".equals(uri.getHost()));
        if (uri.getHost() != null
            && uri.getRawFragment() == null
            && ("https".equals(uri.getScheme()) || isLoopback)) {
          return;
        }
      } catch (IllegalArgumentException e) {
        // Said below.
      }
      throw new Stop(
          ExitCode.USAGE,
          "A redirect URI is https, or http on 127.0.0.1 or [::1], and has no fragment.");
    }
  }

  @Command(name = "list", description = "Which services' users may sign in here.")
  static final class ListCommand extends Act {
    @Override
    ExitCode run(Output output) {
      var all = read(shared.folder());
      var rows = new ArrayList<List<String>>();
      for (var client : all.path("clients")) {
        rows.add(
            List.of(
                client.path("client_id").asText(),
                client.has("secret_file") ? "confidential" : "public",
                client.path("name").asText()));
      }
      output.table(rows);
      output.answer(all);
      return ExitCode.DONE;
    }
  }
}
