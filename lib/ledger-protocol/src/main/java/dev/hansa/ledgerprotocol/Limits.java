package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.time.Instant;
import java.util.Optional;

/// How much may be written, as the config state says under [Keys#LIMITS]. A ledger without such a
/// value has those of [#OF_GENESIS]: no quota, and requests as long as a node reads them at all.
///
/// `requestBytes` is how long a request may be, in bytes of UTF-8. `writes` is how many requests
/// one DID may have written to one sub-ledger within a window of `windowSeconds` of the ledger's
/// time, 0 for any number; windows begin at multiples of their length since 1970. None of it counts
/// for the config ledger: whoever set a limit too low must be able to raise it.
public record Limits(int requestBytes, long writes, long windowSeconds) {
  /// Every request of our types fits, with thirty signatures.
  public static final int REQUEST_BYTES_MIN = 32_768;

  /// Fewer would stand in the way of an organisation that does nothing unusual.
  public static final long WRITES_MIN = 10;

  public static final long WRITES_MAX = 1_000_000_000;
  public static final long WINDOW_SECONDS_MAX = 86_400;

  /// Where the ledger says nothing.
  public static final Limits OF_GENESIS = new Limits(IndyRequest.LENGTH_MAX, 0, 60);

  public Limits {
    if (requestBytes < REQUEST_BYTES_MIN || requestBytes > IndyRequest.LENGTH_MAX) {
      throw new IllegalArgumentException(
          "requestBytes is from " + REQUEST_BYTES_MIN + " to " + IndyRequest.LENGTH_MAX);
    }
    if (writes != 0 && (writes < WRITES_MIN || writes > WRITES_MAX)) {
      throw new IllegalArgumentException(
          "writes is 0 for any number, or from " + WRITES_MIN + " to " + WRITES_MAX);
    }
    if (windowSeconds < 1 || windowSeconds > WINDOW_SECONDS_MAX) {
      throw new IllegalArgumentException("windowSeconds is from 1 to " + WINDOW_SECONDS_MAX);
    }
  }

  /// Reads limits from outside.
  public static Limits parse(JsonNode json) {
    return MalformedInput.unless(() ->
        new Limits(
            (int) Json.integer(json, "requestBytes", 0, Integer.MAX_VALUE),
            Json.integer(json, "writes", 0, Json.INTEGER_MAX),
            Json.integer(json, "windowSeconds", 0, Json.INTEGER_MAX)));
  }

  /// Reads the state's value, or its absence.
  public static Limits read(Optional<Bytes> value) {
    return value.map(StateJson::read).map(Limits::parse).orElse(OF_GENESIS);
  }

  /// What a ledger says after its last block.
  public static Limits of(LedgerReader committed) {
    var root = committed.head().orElseThrow().roots(SubLedger.CONFIG).stateRoot();
    return read(new Trie(root, committed::trieNode).get(Keys.LIMITS));
  }

  public ObjectNode toJson() {
    return Json.newObject()
        .put("requestBytes", requestBytes)
        .put("writes", writes)
        .put("windowSeconds", windowSeconds);
  }

  public boolean hasQuota() {
    return writes > 0;
  }

  /// True if no request that a node reads at all is too long.
  public boolean isLengthFree() {
    return requestBytes == IndyRequest.LENGTH_MAX;
  }

  /// Why a request is refused that is too long.
  public String tooLong() {
    return "A request has at most " + requestBytes + " bytes here.";
  }

  /// Why a request is refused whose author, or its endorser, used up what it may write.
  public String quotaUsed(Instant time) {
    return "A DID writes at most "
        + writes
        + " requests in "
        + windowSeconds
        + " seconds; this one may go on at "
        + windowEnd(time)
        + ".";
  }

  /// When the window began that a time is in, in seconds since 1970.
  public long windowOf(Instant time) {
    return time.getEpochSecond() - Math.floorMod(time.getEpochSecond(), windowSeconds);
  }

  /// When the next window begins.
  public Instant windowEnd(Instant time) {
    return Instant.ofEpochSecond(windowOf(time) + windowSeconds);
  }

  /// What one DID has written to one sub-ledger in the window that began at `since`; it stands in
  /// that sub-ledger's state under [Keys#quota], and is of no account in another window.
  public record Used(long since, long writes) {
    /// Reads the state's value, or its absence, for the window of a time.
    public static Used read(Optional<Bytes> value, long window) {
      return value
          .map(StateJson::read)
          .map(json ->
              new Used(
                  Json.integer(json, "since", 0, Json.INTEGER_MAX),
                  Json.integer(json, "writes", 0, Json.INTEGER_MAX)))
          .filter(used -> used.since() == window)
          .orElse(new Used(window, 0));
    }

    public Used oneMore() {
      return new Used(since, writes + 1);
    }

    public Bytes stateValue() {
      return StateJson.write(Json.newObject().put("since", since).put("writes", writes));
    }
  }

  /// Whether a DID has written all it may to a sub-ledger in the window of a time, as far as
  /// committed blocks say.
  public boolean isUsedUp(LedgerReader committed, SubLedger ledger, String did, Instant time) {
    if (!hasQuota() || ledger == SubLedger.CONFIG) {
      return false;
    }
    var root = committed.head().orElseThrow().roots(ledger).stateRoot();
    var value = new Trie(root, committed::trieNode).get(Keys.quota(did));
    return Used.read(value, windowOf(time)).writes() >= writes;
  }
}
