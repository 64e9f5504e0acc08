package dev.hansa.ledgerprotocol.consensus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.Members;
import java.time.Instant;
import java.util.List;

/// The header of a block of the pool, all fourteen fields of it, as CometBFT hashes them. The app
/// hash in it is the one after the block before.
public record Header(
    long versionBlock,
    long versionApp,
    String chainId,
    long height,
    Instant time,
    BlockId lastBlock,
    Bytes lastCommitHash,
    Bytes dataHash,
    Bytes validatorsHash,
    Bytes nextValidatorsHash,
    Bytes consensusHash,
    Bytes appHash,
    Bytes lastResultsHash,
    Bytes evidenceHash,
    Bytes proposerAddress) {
  public static final int CHAIN_ID_LENGTH_MAX = 50;

  public Header {
    if (chainId.isEmpty() || chainId.length() > CHAIN_ID_LENGTH_MAX || height < 1) {
      throw new IllegalArgumentException("a header names its chain, and is of a height from 1 on");
    }
    for (var hash :
        List.of(
            lastCommitHash,
            dataHash,
            validatorsHash,
            nextValidatorsHash,
            consensusHash,
            appHash,
            lastResultsHash,
            evidenceHash,
            proposerAddress)) {
      if (hash.length() > 32) {
        throw new IllegalArgumentException("a hash in a header has at most 32 bytes");
      }
    }
  }

  /// The name of a block: its header's hash, and the root over the parts in which it travels.
  public record BlockId(Bytes hash, long partsTotal, Bytes partsHash) {
    public BlockId {
      if (hash.length() > 32 || partsHash.length() > 32 || partsTotal < 0) {
        throw new IllegalArgumentException("the hashes of a block's name have at most 32 bytes");
      }
    }

    Bytes encoded() {
      return new Wire()
          .bytes(1, hash)
          .message(2, new Wire().integer(1, partsTotal).bytes(2, partsHash).toBytes())
          .toBytes();
    }

    static BlockId parse(JsonNode json) {
      Members.requireOnly(json, "hash", "partsTotal", "partsHash");
      return MalformedInput.unless(() ->
          new BlockId(
              Header.bytes(json, "hash"),
              Json.integer(json, "partsTotal", 0, Integer.MAX_VALUE),
              Header.bytes(json, "partsHash")));
    }

    ObjectNode toJson() {
      return Json.newObject()
          .put("hash", hash.toBase64Url())
          .put("partsTotal", partsTotal)
          .put("partsHash", partsHash.toBase64Url());
    }
  }

  /// The RFC 6962 root over the fields, each in its protobuf encoding.
  public Bytes hash() {
    return Validators.merkle(
        List.of(
            new Wire().integer(1, versionBlock).integer(2, versionApp).toBytes(),
            new Wire().bytes(1, Bytes.utf8(chainId)).toBytes(),
            new Wire().integer(1, height).toBytes(),
            Wire.timestamp(time),
            lastBlock.encoded(),
            wrapped(lastCommitHash),
            wrapped(dataHash),
            wrapped(validatorsHash),
            wrapped(nextValidatorsHash),
            wrapped(consensusHash),
            wrapped(appHash),
            wrapped(lastResultsHash),
            wrapped(evidenceHash),
            wrapped(proposerAddress)));
  }

  private static Bytes wrapped(Bytes value) {
    return new Wire().bytes(1, value).toBytes();
  }

  static Bytes bytes(JsonNode json, String member) {
    return Bytes.fromBase64Url(Json.text(json, member, 43));
  }

  static Header parse(JsonNode json) {
    Members.requireOnly(
        json,
        "versionBlock",
        "versionApp",
        "chainId",
        "height",
        "time",
        "lastBlock",
        "lastCommitHash",
        "dataHash",
        "validatorsHash",
        "nextValidatorsHash",
        "consensusHash",
        "appHash",
        "lastResultsHash",
        "evidenceHash",
        "proposerAddress");
    return MalformedInput.unless(() ->
        new Header(
            Json.integer(json, "versionBlock", 0, Json.INTEGER_MAX),
            Json.integer(json, "versionApp", 0, Json.INTEGER_MAX),
            Json.text(json, "chainId", CHAIN_ID_LENGTH_MAX),
            Json.integer(json, "height", 1, Json.INTEGER_MAX),
            Members.instant(json, "time"),
            BlockId.parse(Json.object(json, "lastBlock")),
            bytes(json, "lastCommitHash"),
            bytes(json, "dataHash"),
            bytes(json, "validatorsHash"),
            bytes(json, "nextValidatorsHash"),
            bytes(json, "consensusHash"),
            bytes(json, "appHash"),
            bytes(json, "lastResultsHash"),
            bytes(json, "evidenceHash"),
            bytes(json, "proposerAddress")));
  }

  ObjectNode toJson() {
    var json =
        Json.newObject()
            .put("versionBlock", versionBlock)
            .put("versionApp", versionApp)
            .put("chainId", chainId)
            .put("height", height)
            .put("time", time.toString());
    json.set("lastBlock", lastBlock.toJson());
    return json.put("lastCommitHash", lastCommitHash.toBase64Url())
        .put("dataHash", dataHash.toBase64Url())
        .put("validatorsHash", validatorsHash.toBase64Url())
        .put("nextValidatorsHash", nextValidatorsHash.toBase64Url())
        .put("consensusHash", consensusHash.toBase64Url())
        .put("appHash", appHash.toBase64Url())
        .put("lastResultsHash", lastResultsHash.toBase64Url())
        .put("evidenceHash", evidenceHash.toBase64Url())
        .put("proposerAddress", proposerAddress.toBase64Url());
  }
}
