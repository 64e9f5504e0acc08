package dev.hansa.marketplaceauth.store;

import dev.hansa.identity.Secret;
import dev.hansa.marketplaceauth.domain.Pseudonyms;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/// The key of all pseudonyms: 32 random bytes in a file of mode 0600, made at the first start.
/// Whoever loses it loses who is who; two instances share it.
public final class SecretFile {
  private SecretFile() {}

  public static Secret readOrCreate(Path file, SecureRandom random) {
    Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
    try {
      if (!Files.exists(file)) {
        create(file, ownerOnly, random);
      }
      if (!ownerOnly.containsAll(Files.getPosixFilePermissions(file))) {
        throw new IllegalArgumentException(
            "auth.secret-file is readable by its owner alone (mode 0600)");
      }
      return Secret.copyOf(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("auth.secret-file cannot be read or made", e);
    }
  }

  private static void create(Path file, Set<PosixFilePermission> ownerOnly, SecureRandom random)
      throws IOException {
    var bytes = new byte[Pseudonyms.SECRET_LENGTH];
    random.nextBytes(bytes);
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(ownerOnly))) {
      if (channel.write(java.nio.ByteBuffer.wrap(bytes)) != bytes.length) {
        throw new IOException("a short write");
      }
    } catch (FileAlreadyExistsException e) {
      return; // The other instance made it at the same moment.
    }
  }
}
