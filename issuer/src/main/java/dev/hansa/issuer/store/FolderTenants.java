package dev.hansa.issuer.store;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.issuer.domain.Tenants;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tenants as folders: `<name>/tenant.json` with `did`, `displayName` and `keys`, the folder that
/// has `assert.jwk`. Looked at when asked, so that a new folder needs no restart.
public final class FolderTenants implements Tenants {
  private static final Logger LOG = LoggerFactory.getLogger("tenants");
  private static final int FILE_MAX = 64 * 1024;

  private final Path root;
  private final URI publicUrl;
  private final Map<TenantName, Loaded> loaded = new ConcurrentHashMap<>();

  public FolderTenants(Path root, URI publicUrl) {
    this.root = root;
    this.publicUrl = publicUrl;
  }

  private record Loaded(Tenant tenant, Path key, FileTime fileTime, FileTime keyTime) {}

  @Override
  public Optional<Tenant> find(TenantName name) {
    var file = root.resolve(name.value()).resolve("tenant.json");
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        var _ = loaded.remove(name);
        return Optional.empty();
      }
      var fileTime = Files.getLastModifiedTime(file);
      var known = loaded.get(name);
      if (known != null
          && known.fileTime().equals(fileTime)
          && known.keyTime().equals(Files.getLastModifiedTime(known.key()))) {
        return Optional.of(known.tenant());
      }
      var fresh = load(name, file, fileTime);
      loaded.put(name, fresh);
      LOG.info("tenant {} is there", name);
      return Optional.of(fresh.tenant());
    } catch (IOException | MalformedInput e) {
      // Its operator made a mistake; for everybody else there is no such issuer.
      // The rule that its file breaks, or the file that is not there; no value of either.
      LOG.error(
          "tenant {} cannot be loaded: {}: {}", name, e.getClass().getSimpleName(), e.getMessage());
      LOG.debug("tenant cannot be loaded", e);
      return Optional.empty();
    }
  }

  /// The key of its calls to others, `#auth` in its DID document; without one it makes none.
  private static Optional<Signer> authentication(Path folder) throws IOException {
    var file = folder.resolve("auth.jwk");
    return Files.exists(file) ? Optional.of(PrivateKeys.read(file)) : Optional.empty();
  }

  private Loaded load(TenantName name, Path file, FileTime fileTime) throws IOException {
    if (Files.size(file) > FILE_MAX) {
      throw new IOException("tenant.json is at most " + FILE_MAX + " bytes");
    }
    var json = Json.parseObject(Files.readString(file, StandardCharsets.UTF_8));
    var did = Did.parse(Json.text(json, "did", Did.LENGTH_MAX));
    if (!did.method().equals(DidIndy.METHOD)) {
      throw new MalformedInput("an issuer's DID is on a ledger: did:indy");
    }
    var folder = root.resolve(name.value()).resolve(Json.text(json, "keys", 4096)).normalize();
    var key = folder.resolve("assert.jwk");
    var signer = PrivateKeys.read(key);
    if (!(signer.publicKey() instanceof VerificationKey.P256)) {
      throw new MalformedInput("assert.jwk is a P-256 key");
    }
    var more = new TenantFile(root.resolve(name.value()), json);
    var tenant =
        new Tenant(
            name,
            did,
            Json.text(json, "displayName", Tenant.DISPLAY_NAME_MAX),
            signer,
            authentication(folder),
            URI.create(publicUrl + "/" + name),
            more.appearance(),
            more.policy());
    return new Loaded(tenant, key, fileTime, Files.getLastModifiedTime(key));
  }
}
