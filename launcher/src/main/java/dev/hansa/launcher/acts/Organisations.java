package dev.hansa.launcher.acts;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.VerificationKey;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.folder.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The organisations of a data folder, by the names that the command line gives them.
public final class Organisations {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final String FILE = "organisation.json";
  private static final int FILE_MAX = 4096;

  private final Path folder;
  private final String network;
  private final SecureRandom random;

  public Organisations(Path folder, String network, SecureRandom random) {
    this.folder = folder;
    this.network = network;
    this.random = random;
  }

  public static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new Stop(
          ExitCode.USAGE, "A name is 1 to 32 lower-case letters, digits and -, a letter first.");
    }
  }

  /// The organisation of this name, its keys made if there are none yet.
  public Organisation findOrCreate(String name, String displayName) {
    requireName(name);
    return find(name).orElseGet(() -> create(name, displayName));
  }

  private Organisation create(String name, String displayName) {
    var own = folder.resolve(name);
    try {
      var nym = PrivateKeys.readOrCreateEd25519(own.resolve(Organisation.NYM), random);
      var _ = PrivateKeys.readOrCreateP256(own.resolve(Organisation.ASSERT), random);
      var _ = PrivateKeys.readOrCreateP256(own.resolve(Organisation.AUTH), random);
      if (!(nym.publicKey() instanceof VerificationKey.Ed25519Key verkey)) {
        throw new Stop(ExitCode.FOLDER, "The key nym.jwk of " + name + " is not an Ed25519 key.");
      }
      // The DID is of the first key; a rotation changes the key and not the DID. So it is written.
      var did = DidIndy.of(network, verkey);
      DataFolder.writeWhole(
          own.resolve(FILE),
          Json.newObject()
              .put("did", did.toString())
              .put("displayName", displayName)
              .toPrettyString());
      return new Organisation(name, displayName, did, own);
    } catch (IOException e) {
      throw new Stop(
          ExitCode.FOLDER, "The keys of " + name + " cannot be made: " + e.getMessage(), e);
    }
  }

  public Optional<Organisation> find(String name) {
    requireName(name);
    var own = folder.resolve(name);
    if (!Files.exists(own.resolve(FILE))) {
      return Optional.empty();
    }
    try {
      var json =
          Json.parseObject(Files.readString(own.resolve(FILE), StandardCharsets.UTF_8), FILE_MAX);
      return Optional.of(
          new Organisation(
              name,
              Json.text(json, "displayName", 200),
              Did.parse(Json.text(json, "did", Did.LENGTH_MAX)),
              own));
    } catch (IOException | MalformedInput e) {
      throw new Stop(ExitCode.FOLDER, own.resolve(FILE) + " cannot be read.", e);
    }
  }

  public Organisation require(String name) {
    return find(name)
        .orElseThrow(() ->
            new Stop(
                ExitCode.FOLDER,
                "There is no organisation "
                    + name
                    + " in this data folder; ./hansa did show lists them, ./hansa did create makes one."));
  }

  /// The DID of an organisation of this folder, or the DID itself.
  public Did did(String nameOrDid) {
    return nameOrDid.startsWith("did:") ? Did.parse(nameOrDid) : require(nameOrDid).did();
  }

  /// What this folder calls the one of this DID; empty for somebody of elsewhere.
  public Optional<String> nameOf(String did) {
    return list().stream()
        .filter(one -> one.did().toString().equals(did))
        .map(Organisation::name)
        .findFirst();
  }

  public List<Organisation> list() {
    try (var entries = Files.list(folder)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> NAME.matcher(name).matches())
          .sorted()
          .flatMap(name -> find(name).stream())
          .toList();
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, folder + " cannot be read.", e);
    }
  }
}
