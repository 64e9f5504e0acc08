package dev.hansa.ledgerpool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Ed25519;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerpool.store.LedgerFolder;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.GenesisBuilder;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.Payloads;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.RulesSchedule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/// A network for tests, always the same: keys are made of their names.
public final class TestNetwork {
  public static final String NAME = "hansa";
  public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  public static final Signer NODE = key("node");
  public static final Signer TRUSTEE = key("trustee-1");
  public static final Genesis GENESIS = genesis(NAME);

  private TestNetwork() {}

  public static Genesis genesis(String network) {
    var steward = publicKey(key("steward"));
    return new GenesisBuilder(network, NOON.minusSeconds(3600))
        .trustee(publicKey(TRUSTEE))
        .trustee(publicKey(key("trustee-2")))
        .trustee(publicKey(key("trustee-3")))
        .steward(steward)
        .node("node1", publicKey(NODE), DidIndy.of(network, steward), "127.0.0.1", 9701, 9702)
        .build();
  }

  public static Signer key(String name) {
    return PrivateKeys.fromJwk(jwk(name));
  }

  private static ObjectNode jwk(String name) {
    var seed = Bytes.utf8(name).sha256();
    return Json.newObject()
        .put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("x", Bytes.copyOf(Ed25519.publicKey(seed.toArray())).toBase64Url())
        .put("d", seed.toBase64Url());
  }

  public static Ed25519Key publicKey(Signer signer) {
    return (Ed25519Key) signer.publicKey();
  }

  public static Did did(Signer signer) {
    return DidIndy.of(NAME, publicKey(signer));
  }

  /// A request for a new DID, the same one for the same name, signed by the first trustee.
  public static IndyRequest nym(String name) {
    var key = key(name);
    return RequestBuilder.newNym(did(TRUSTEE), did(key), publicKey(key))
        .reqId(1)
        .build()
        .signedBy(did(TRUSTEE), TRUSTEE);
  }

  /// A trustee makes a steward, whose DID is new.
  public static IndyRequest newSteward(int number) {
    var steward = key("steward-" + number);
    return RequestBuilder.newNym(did(TRUSTEE), did(steward), publicKey(steward))
        .role(Role.STEWARD)
        .reqId(1_000_000L + number)
        .build()
        .signedBy(did(TRUSTEE), TRUSTEE);
  }

  /// Two trustees plan an upgrade of the rules.
  public static IndyRequest upgrade(long version, long height) {
    var second = key("trustee-2");
    return RequestBuilder.payload(
            PayloadType.RULES_UPGRADE,
            did(TRUSTEE),
            Instant.parse("2099-01-01T00:00:00Z"),
            Payloads.upgrade(new RulesSchedule.Upgrade(version, height)))
        .reqId(2_000_000L + version)
        .build()
        .signedBy(did(TRUSTEE), TRUSTEE)
        .signedBy(did(second), second);
  }

  /// A request that the rules refuse: its author is not on the ledger.
  public static IndyRequest nymByStranger(String name) {
    var stranger = key("stranger");
    var key = key(name);
    return RequestBuilder.newNym(did(stranger), did(key), publicKey(key))
        .reqId(1)
        .build()
        .signedBy(did(stranger), stranger);
  }

  /// The genesis as the first block.
  public static LedgerFolder.Founding founding() {
    return founding(GENESIS);
  }

  public static LedgerFolder.Founding founding(Genesis genesis) {
    return RunningNode.founding(genesis, NODE);
  }

  /// Writes genesis and node key into a folder, as an operator would.
  public static void writeFiles(Path folder) throws IOException {
    var _ =
        Files.writeString(folder.resolve("genesis.json"), GENESIS.text(), StandardCharsets.UTF_8);
    writeKey("node", folder.resolve("node.jwk"));
  }

  /// Writes the key of this name as an operator would.
  public static void writeKey(String name, Path file) throws IOException {
    var _ = Files.writeString(file, jwk(name).toString(), StandardCharsets.UTF_8);
    var _ = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
