package dev.hansa.wallet;

import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A wallet in a folder: `keys/*.jwk` (mode 0600) and `credentials/*.json` (mode 0600). One key,
/// `main`, is the holder's; its `did:jwk` is what issuers write as `sub` of a private person.
public final class Wallet {
  static final String MAIN_KEY = "main.jwk";

  private final Path folder;
  private final SecureRandom random;
  private final Clock clock;
  private final Signer main;
  private final Http http;
  private final DidResolver resolver;
  private final VerifierTrust trust;

  private Wallet(
      Path folder,
      SecureRandom random,
      Clock clock,
      Signer main,
      HttpClient client,
      DidResolver resolver,
      VerifierTrust trust) {
    this.folder = folder;
    this.random = random;
    this.clock = clock;
    this.main = main;
    this.http = new Http(client);
    this.resolver = resolver;
    this.trust = trust;
  }

  /// Opens the wallet in this folder, or makes a new one with a new key. The resolver proves who
  /// asks; the client follows no redirects.
  public static Wallet open(
      Path folder, SecureRandom random, Clock clock, HttpClient client, DidResolver resolver)
      throws IOException {
    var key = PrivateKeys.readOrCreateP256(folder.resolve("keys").resolve(MAIN_KEY), random);
    Files.createDirectories(
        folder.resolve("credentials"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var trust = VerifierTrust.read(folder.resolve("trust"));
    return new Wallet(folder, random, clock, key, client, resolver, trust);
  }

  /// The `did:jwk` of the main key.
  public Did holderDid() {
    return DidJwk.of(main.publicKey());
  }

  /// The main key.
  public Signer holderKey() {
    return main;
  }

  Http http() {
    return http;
  }

  Clock clock() {
    return clock;
  }

  SecureRandom random() {
    return random;
  }

  /// Whom it believes about verifiers besides the ledger.
  VerifierTrust trust() {
    return trust;
  }

  DidResolver resolver() {
    return resolver;
  }

  /// Takes up a credential offer (`openid-credential-offer://…`): OpenID4VCI 1.0, pre-authorized
  /// code.
  public HeldCredential accept(String offerUri, Optional<String> txCode) {
    return new Accepting(this).accept(offerUri, txCode);
  }

  /// Begins to take up an offer that is for the authorization code grant: the holder opens the
  /// address in a browser, which comes back to `redirectUri`.
  public PendingIssuance begin(String offerUri, URI redirectUri) {
    return new Accepting(this).begin(offerUri, redirectUri);
  }

  /// Reads a request (`openid4vp://…`), proves who asks and looks what would answer it.
  public RequestView ask(String openid4vp) {
    return new Presenting(this).ask(openid4vp);
  }

  /// Shows the least that answers the request.
  public PresentResult present(RequestView view) {
    return new Presenting(this).present(view);
  }

  /// Tells the verifier that the holder does not want to.
  public void decline(RequestView view) {
    new Presenting(this).decline(view);
  }

  /// Puts a credential into the wallet that came another way.
  public HeldCredential add(String sdJwt) {
    var credential = SdJwt.parse(sdJwt);
    var id = credential.credentialHash().toHex().substring(0, 32);
    var held = new HeldCredential(id, credential, MAIN_KEY, clock.instant());
    var json =
        Json.newObject()
            .put("id", id)
            .put("credential", credential.withoutKeyBinding())
            .put("key", MAIN_KEY)
            .put("received", held.received().toString());
    try {
      write(folder.resolve("credentials").resolve(id + ".json"), json.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("a credential could not be written to the wallet", e);
    }
    return held;
  }

  private static void write(Path file, String text) throws IOException {
    var parent = java.util.Objects.requireNonNull(file.getParent());
    var temporary =
        Files.createTempFile(
            parent,
            "new-",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, text, StandardCharsets.UTF_8);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// All credentials, the newest first.
  public List<HeldCredential> list() {
    var found = new ArrayList<HeldCredential>();
    try (var files = Files.newDirectoryStream(folder.resolve("credentials"), "*.json")) {
      for (var file : files) {
        found.add(read(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the wallet's credentials cannot be read", e);
    }
    found.sort(
        Comparator.comparing(HeldCredential::received)
            .reversed()
            .thenComparing(HeldCredential::id));
    return found;
  }

  private static HeldCredential read(Path file) throws IOException {
    try {
      var json = Json.parseObject(Files.readString(file, StandardCharsets.UTF_8));
      return new HeldCredential(
          Json.text(json, "id", 64),
          SdJwt.parse(Json.text(json, "credential", SdJwt.LENGTH_MAX)),
          Json.text(json, "key", 64),
          Instant.parse(Json.text(json, "received", 40)));
    } catch (MalformedInput e) {
      throw new IOException("a file of the wallet is damaged: " + file, e);
    }
  }

  /// Takes a credential out of the wallet.
  public boolean remove(String id) {
    try {
      return list().stream().anyMatch(held -> held.id().equals(id))
          && Files.deleteIfExists(folder.resolve("credentials").resolve(id + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException("a credential could not be removed from the wallet", e);
    }
  }
}
