package dev.hansa.issuer.store;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Secret;
import dev.hansa.issuer.domain.IssuerSecret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/// The issuer's secret in a file of mode 0600, made once.
public final class SecretFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private SecretFile() {}

  /// The secret in this file, or a new one where there is none yet.
  public static Secret readOrCreate(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      create(file, random);
    }
    var open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    open.removeAll(OWNER_ONLY);
    if (!open.isEmpty()) {
      throw new IOException(
          "issuer.secret-file must be readable by its owner alone: chmod 600 " + file);
    }
    try {
      var secret =
          Bytes.fromBase64Url(Files.readString(file, StandardCharsets.UTF_8).strip()).toArray();
      if (secret.length == IssuerSecret.LENGTH) {
        return Secret.copyOf(secret);
      }
    } catch (MalformedInput e) {
      throw new IOException("issuer.secret-file holds base64url: " + file, e);
    }
    throw new IOException("issuer.secret-file holds " + IssuerSecret.LENGTH + " bytes: " + file);
  }

  // Written whole beside its place and moved there, so that a crash leaves none or all of it.
  private static void create(Path file, SecureRandom random) throws IOException {
    var secret = new byte[IssuerSecret.LENGTH];
    random.nextBytes(secret);
    var absolute = file.toAbsolutePath();
    var parent = absolute.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    var fresh = absolute.resolveSibling(absolute.getFileName() + "." + tag(random));
    try (var channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      var buffer =
          ByteBuffer.wrap(Bytes.copyOf(secret).toBase64Url().getBytes(StandardCharsets.US_ASCII));
      while (buffer.hasRemaining()) {
        if (channel.write(buffer) < 0) {
          throw new IOException("issuer.secret-file could not be written whole");
        }
      }
      channel.force(true);
    }
    try {
      // A hard link fails where another instance was faster, and that one's secret stands.
      var _ = Files.createLink(absolute, fresh);
    } catch (FileAlreadyExistsException e) {
      // Read below.
    } catch (UnsupportedOperationException e) {
      var _ = Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      var _ = Files.deleteIfExists(fresh);
    }
  }

  private static String tag(SecureRandom random) {
    return Bytes.random(6, random).toHex();
  }
}
