package dev.hansa.ledgerprotocol.consensus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Ed25519;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.Members;
import dev.hansa.ledgerprotocol.consensus.Header.BlockId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// A header with the votes that committed its block, in one round. Votes for nothing or for another
/// block are left out; whoever checks counts the good ones only.
public record SignedHeader(Header header, long round, BlockId block, List<Vote> votes) {
  private static final int PRECOMMIT = 2;

  public SignedHeader {
    votes = List.copyOf(votes);
    if (round < 0 || votes.size() > Validators.SIZE_MAX) {
      throw new IllegalArgumentException(
          "a commit has a round from 0 and at most " + Validators.SIZE_MAX + " votes");
    }
  }

  /// One validator's precommit.
  public record Vote(Bytes validator, Instant time, Bytes signature) {
    public Vote {
      if (validator.length() != 20 || signature.length() != Ed25519.SIGNATURE_LENGTH) {
        throw new IllegalArgumentException("an address has 20 bytes, a signature 64");
      }
    }
  }

  /// True if the votes are for this header and no other.
  public boolean isOfItsBlock() {
    return block.hash().equals(header.hash());
  }

  /// How many of these validators committed it with a good signature, each counted once.
  public int signers(Validators validators) {
    var counted = new HashSet<Bytes>();
    for (var vote : votes) {
      var key = validators.byAddress(vote.validator());
      if (key.isPresent()
          && !counted.contains(vote.validator())
          && Ed25519.verify(
              key.orElseThrow().value().toArray(),
              signatureInput(vote.time()),
              vote.signature().toArray())) {
        var _ = counted.add(vote.validator());
      }
    }
    return counted.size();
  }

  /// What a validator signs at a time: the length-delimited `CanonicalVote`.
  public byte[] signatureInput(Instant time) {
    return new Wire()
        .integer(1, PRECOMMIT)
        .fixed64(2, header.height())
        .fixed64(3, round)
        .message(4, block.encoded())
        .message(5, Wire.timestamp(time))
        .bytes(6, Bytes.utf8(header.chainId()))
        .delimited();
  }

  static SignedHeader parse(JsonNode json) {
    Members.requireOnly(json, "header", "round", "block", "votes");
    var votes = new ArrayList<Vote>();
    for (var vote : Json.array(json, "votes", Validators.SIZE_MAX)) {
      Members.requireOnly(vote, "validator", "time", "signature");
      votes.add(
          MalformedInput.unless(() ->
              new Vote(
                  Header.bytes(vote, "validator"),
                  Members.instant(vote, "time"),
                  Bytes.fromBase64Url(Json.text(vote, "signature", 86)))));
    }
    return MalformedInput.unless(() ->
        new SignedHeader(
            Header.parse(Json.object(json, "header")),
            Json.integer(json, "round", 0, Integer.MAX_VALUE),
            BlockId.parse(Json.object(json, "block")),
            votes));
  }

  ObjectNode toJson() {
    var json = Json.newObject();
    json.set("header", header.toJson());
    json.put("round", round);
    json.set("block", block.toJson());
    var array = json.putArray("votes");
    for (var vote : votes) {
      array
          .addObject()
          .put("validator", vote.validator().toBase64Url())
          .put("time", vote.time().toString())
          .put("signature", vote.signature().toBase64Url());
    }
    return json;
  }
}
