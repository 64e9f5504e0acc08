package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.wallet.ApiClient;
import dev.hansa.wallet.SignIn;
import dev.hansa.wallet.Tokens;
import dev.hansa.wallet.Wallet;
import dev.hansa.wallet.WalletFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A session in the market, kept in the wallet's folder (mode 0600): renewed when its token ends,
/// begun anew when it cannot be renewed.
final class Session implements SignedIn {
  private static final String FILE = "session.json";
  private static final int FILE_MAX = 1 << 16;
  private static final Duration MARGIN = Duration.ofSeconds(20);

  private final Wallet wallet;
  private final Path folder;
  private final String as;
  private final Network network;
  private final SignIn signIn;
  private final ApiClient client;
  private Tokens tokens;

  private Session(
      Wallet wallet, Path folder, String as, Network network, SignIn signIn, Tokens tokens) {
    this.wallet = wallet;
    this.folder = folder;
    this.as = as;
    this.network = network;
    this.signIn = signIn;
    this.client = new ApiClient(network.http(), network.clock(), network.random());
    this.tokens = tokens;
  }

  static Session start(Wallet wallet, Path folder, String as, Network network) {
    var signIn = signIn(wallet, folder, network);
    var session = new Session(wallet, folder, as, network, signIn, tokens(signIn, as));
    session.keep();
    return session;
  }

  static Optional<Session> find(Wallet wallet, Path folder, Network network) {
    var file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var json = Json.parseObject(Files.readString(file, StandardCharsets.UTF_8), FILE_MAX);
      var tokens =
          new Tokens(
              Json.text(json, "accessToken", 8192),
              Optional.ofNullable(json.path("refreshToken").textValue()),
              Optional.empty(),
              Instant.parse(Json.text(json, "expires", 40)),
              key(folder, network));
      return Optional.of(
          new Session(
              wallet,
              folder,
              Json.text(json, "as", 16),
              network,
              signIn(wallet, folder, network),
              tokens));
    } catch (IOException | MalformedInput e) {
      // A session that cannot be read is none: the next one replaces it.
      return Optional.empty();
    }
  }

  private static SignIn signIn(Wallet wallet, Path folder, Network network) {
    return new SignIn(
        wallet,
        network.url(HouseService.MARKETPLACE_AUTH),
        network.url(HouseService.MARKETPLACE),
        key(folder, network));
  }

  private static Tokens tokens(SignIn signIn, String as) {
    return switch (as) {
      case "person" -> signIn.asPerson();
      case "organisation" -> signIn.forOrganisation();
      case "machine" -> signIn.asMachine();
      default -> throw new Stop(ExitCode.USAGE, "One signs in as person, organisation or machine.");
    };
  }

  private static Signer key(Path folder, Network network) {
    try {
      return PrivateKeys.readOrCreateP256(
          folder.resolve("keys").resolve("dpop.jwk"), network.random());
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, "The session's key cannot be read: " + e.getMessage(), e);
    }
  }

  private void keep() {
    var json =
        Json.newObject()
            .put("as", as)
            .put("accessToken", tokens.accessToken())
            .put("expires", tokens.expires().toString());
    tokens.refreshToken().ifPresent(token -> json.put("refreshToken", token));
    DataFolder.writeWhole(folder.resolve(FILE), json.toString());
  }

  private Tokens fresh() {
    if (!tokens.expires().isAfter(network.clock().instant().plus(MARGIN))) {
      renew();
    }
    return tokens;
  }

  private void renew() {
    try {
      tokens = signIn.refresh(tokens);
    } catch (WalletFailure e) {
      tokens = tokens(signIn, as);
    }
    keep();
  }

  @Override
  public Answer get(String url) {
    return call("GET", url, "");
  }

  @Override
  public Answer post(String url, ObjectNode body) {
    return call("POST", url, body.toString());
  }

  private Answer call(String method, String url, String body) {
    var answer = client.call(method, url, body, fresh());
    if (answer.status() == 401) {
      // The session was ended over there: once more, from the start.
      tokens = tokens(signIn, as);
      keep();
      answer = client.call(method, url, body, tokens);
    }
    return new Answer(answer.status(), answer.json());
  }

  @Override
  public void present(String openid4vp) {
    var _ = wallet.present(wallet.ask(openid4vp));
  }
}
