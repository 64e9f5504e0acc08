package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.consensus.PoolSeal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// What the ledger is, signed: network, height, all roots. `time` is the block's, and `signedAt`
/// when it was last vouched for, so that an idle ledger can still be told from a silent node. The
/// app hash is never read: it is computed from the roots.
public record Checkpoint(
    String network,
    long height,
    Instant time,
    Instant signedAt,
    List<LedgerRoots> ledgers,
    Seal seal) {
  private static final byte[] PREFIX = "hansa-checkpoint-1\n".getBytes(StandardCharsets.US_ASCII);

  public Checkpoint {
    DidIndy.requireNetwork(network);
    ledgers = List.copyOf(ledgers);
    LedgerHead.requireOrder(ledgers);
    if (height < 0) {
      throw new IllegalArgumentException("a height is not negative");
    }
  }

  /// Who vouches for it.
  public sealed interface Seal {}

  /// One node, by its key.
  public record NodeSeal(String node, Bytes signature) implements Seal {
    public NodeSeal {
      if (signature.length() != 64) {
        throw new IllegalArgumentException("a signature has 64 bytes");
      }
    }
  }

  /// A pool, by the votes of its validators. `time` and `signedAt` are the signed header's.
  public record OfPool(PoolSeal proof) implements Seal {}

  /// What a pool vouches for: the header after the block at `head` names its app hash.
  public static Checkpoint sealed(String network, LedgerHead head, PoolSeal proof) {
    var time = proof.signed().header().time();
    return new Checkpoint(
        network,
        head.height(),
        time.truncatedTo(ChronoUnit.SECONDS),
        time,
        head.ledgers(),
        new OfPool(proof));
  }

  /// Signs with the node's Ed25519 key.
  public static Checkpoint sign(String network, LedgerHead head, Instant signedAt, Signer node) {
    if (!(node.publicKey() instanceof Ed25519Key key)) {
      throw new IllegalArgumentException("a node's key is Ed25519");
    }
    var name = Base58.encode(key.value().toArray());
    var unsigned =
        new Checkpoint(
            network,
            head.height(),
            head.time(),
            signedAt,
            head.ledgers(),
            new NodeSeal(name, Bytes.copyOf(new byte[64])));
    return new Checkpoint(
        network,
        head.height(),
        head.time(),
        signedAt,
        head.ledgers(),
        new NodeSeal(name, Bytes.copyOf(node.sign(unsigned.signatureInput()))));
  }

  /// Reads a checkpoint from outside. It is believed by nobody until [#isSignedBy] said so.
  public static Checkpoint parse(ObjectNode json) {
    Members.requireOnly(
        json,
        "network",
        "height",
        "time",
        "signedAt",
        "ledgers",
        "appHash",
        "node",
        "signature",
        "pool");
    var ledgers = new ArrayList<LedgerRoots>();
    for (var entry : Json.array(json, "ledgers", SubLedger.ALL.size())) {
      ledgers.add(
          MalformedInput.unless(() ->
              new LedgerRoots(
                  SubLedger.of(Json.integer(entry, "ledger", 0, Integer.MAX_VALUE)),
                  Json.integer(entry, "size", 0, Json.INTEGER_MAX),
                  Bytes.fromBase64Url(Json.text(entry, "logRoot", 43)),
                  Bytes.fromBase64Url(Json.text(entry, "stateRoot", 43)))));
    }
    var checkpoint =
        MalformedInput.unless(() ->
            new Checkpoint(
                Json.text(json, "network", 32),
                Json.integer(json, "height", 0, Json.INTEGER_MAX),
                Members.instant(json, "time"),
                Members.instant(json, "signedAt"),
                ledgers,
                seal(json)));
    if (!checkpoint.appHash().toBase64Url().equals(Json.text(json, "appHash", 43))) {
      throw new MalformedInput("the app hash of a checkpoint is the hash of its roots");
    }
    return checkpoint;
  }

  private static Seal seal(ObjectNode json) {
    if (json.has("pool")) {
      if (json.has("node") || json.has("signature")) {
        throw new MalformedInput("a node or a pool vouches for a checkpoint, not both");
      }
      return new OfPool(PoolSeal.parse(Json.object(json, "pool")));
    }
    return new NodeSeal(
        Json.text(json, "node", 44), Bytes.fromBase64Url(Json.text(json, "signature", 86)));
  }

  /// True if this key signed it and it says so.
  public boolean isSignedBy(VerificationKey key) {
    return seal instanceof NodeSeal(var node, var signature)
        && key instanceof Ed25519Key ed25519
        && Base58.encode(ed25519.value().toArray()).equals(node)
        && key.verify(signatureInput(), signature.toArray());
  }

  public LedgerRoots roots(SubLedger ledger) {
    return LedgerHead.roots(ledgers, ledger);
  }

  public Bytes appHash() {
    return LedgerHead.appHash(ledgers);
  }

  public LedgerHead head() {
    return new LedgerHead(height, time, ledgers);
  }

  private byte[] signatureInput() {
    var json = toJson();
    json.remove("signature");
    var body = Json.canonical(json).toArray();
    var input = new byte[PREFIX.length + body.length];
    System.arraycopy(PREFIX, 0, input, 0, PREFIX.length);
    System.arraycopy(body, 0, input, PREFIX.length, body.length);
    return input;
  }

  public ObjectNode toJson() {
    var json =
        Json.newObject()
            .put("network", network)
            .put("height", height)
            .put("time", time.toString())
            .put("signedAt", signedAt.toString());
    var array = json.putArray("ledgers");
    for (var roots : ledgers) {
      array
          .addObject()
          .put("ledger", roots.ledger().code())
          .put("size", roots.size())
          .put("logRoot", roots.logRoot().toBase64Url())
          .put("stateRoot", roots.stateRoot().toBase64Url());
    }
    var _ = json.put("appHash", appHash().toBase64Url());
    return switch (seal) {
      case NodeSeal(var node, var signature) ->
          json.put("node", node).put("signature", signature.toBase64Url());
      case OfPool(var proof) -> json.set("pool", proof.toJson());
    };
  }
}
