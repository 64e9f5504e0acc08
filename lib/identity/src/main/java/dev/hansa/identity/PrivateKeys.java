package dev.hansa.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/// Private keys in files: one JWK a file, mode 0600, never overwritten.
public final class PrivateKeys {
  /// A private JWK is a few hundred characters.
  private static final int FILE_MAX = 4096;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateKeys() {}

  /// The key in this file. A file that others may read is refused.
  public static Signer read(Path file) throws IOException {
    var open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    open.removeAll(OWNER_ONLY);
    if (!open.isEmpty()) {
      throw new IOException(
          "a private key's file must be readable by its owner alone: chmod 600 " + file);
    }
    if (Files.size(file) > FILE_MAX) {
      throw new IOException("this file is too long to be a private key: " + file);
    }
    return fromJwk(Json.parseObject(Files.readString(file, StandardCharsets.UTF_8)));
  }

  /// Makes a P-256 key and writes it to a file that does not exist yet.
  public static Signer createP256(Path file, SecureRandom random) throws IOException {
    return create(file, newP256Jwk(random));
  }

  /// Makes an Ed25519 key and writes it to a file that does not exist yet.
  public static Signer createEd25519(Path file, SecureRandom random) throws IOException {
    return create(file, newEd25519Jwk(random));
  }

  /// The key in this file, or a new P-256 key where there is none yet.
  public static Signer readOrCreateP256(Path file, SecureRandom random) throws IOException {
    return Files.exists(file) ? read(file) : createP256(file, random);
  }

  /// The key in this file, or a new Ed25519 key where there is none yet.
  public static Signer readOrCreateEd25519(Path file, SecureRandom random) throws IOException {
    return Files.exists(file) ? read(file) : createEd25519(file, random);
  }

  public static ObjectNode newP256Jwk(SecureRandom random) {
    var key = Es256.generate(random);
    return Json.newObject()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("x", Bytes.copyOf(key[0]).toBase64Url())
        .put("y", Bytes.copyOf(key[1]).toBase64Url())
        .put("d", Bytes.copyOf(key[2]).toBase64Url());
  }

  public static ObjectNode newEd25519Jwk(SecureRandom random) {
    var seed = new byte[Ed25519.KEY_LENGTH];
    random.nextBytes(seed);
    return Json.newObject()
        .put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("x", Bytes.copyOf(Ed25519.publicKey(seed)).toBase64Url())
        .put("d", Bytes.copyOf(seed).toBase64Url());
  }

  /// A signer in memory, for a private JWK that the caller keeps.
  public static Signer fromJwk(ObjectNode jwk) {
    var d = Bytes.fromBase64Url(Json.text(jwk, "d", 64)).toArray();
    var publicJwk = jwk.deepCopy();
    publicJwk.remove("d");
    var publicKey = VerificationKey.fromJwk(publicJwk);
    var signer =
        switch (publicKey) {
          case VerificationKey.P256 key -> new P256Signer(key, Es256.privateKey(d));
          case VerificationKey.Ed25519Key key -> new Ed25519Signer(key, Secret.copyOf(d));
          case VerificationKey.X25519Key _ ->
              throw new MalformedInput("an X25519 key does not sign");
        };
    var probe = new byte[] {1};
    if (!publicKey.verify(probe, signer.sign(probe))) {
      throw new MalformedInput("the private part of a key fits its public part");
    }
    return signer;
  }

  private static Signer create(Path file, ObjectNode jwk) throws IOException {
    var parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(
          parent,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      var buffer = java.nio.ByteBuffer.wrap(Json.utf8(jwk));
      while (buffer.hasRemaining()) {
        if (channel.write(buffer) < 0) {
          throw new IOException("the key could not be written whole");
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException("a key is never overwritten, and this file exists: " + file, e);
    }
    return fromJwk(jwk);
  }

  private record P256Signer(VerificationKey.P256 publicKey, PrivateKey key) implements Signer {
    @Override
    public byte[] sign(byte[] message) {
      return Es256.sign(key, message);
    }
  }

  private record Ed25519Signer(VerificationKey.Ed25519Key publicKey, Secret seed)
      implements Signer {
    @Override
    public byte[] sign(byte[] message) {
      return Ed25519.sign(seed.expose(), message);
    }
  }
}
