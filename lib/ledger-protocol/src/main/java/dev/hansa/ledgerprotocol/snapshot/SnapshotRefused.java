package dev.hansa.ledgerprotocol.snapshot;

/// A snapshot, or a chunk of one, is not what it says. The message is one sentence that names the
/// rule.
public final class SnapshotRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What is wrong. The refusals stand in the order they are looked for.
  public enum Reason {
    MALFORMED("a snapshot's manifest has its one form"),
    OTHER_MANIFEST("a snapshot's name is the hash of its manifest"),
    FOREIGN_NETWORK("a snapshot is of this network"),
    OTHER_APP_HASH("a snapshot's roots give the app hash that the pool signed"),
    OUT_OF_TURN("the chunks of a snapshot come in their order, each once"),
    TOO_LARGE("a chunk is no longer than " + SnapshotManifest.CHUNK_MAX + " bytes"),
    CHUNK_CHANGED("a chunk has the hash that its manifest names"),
    TORN("a chunk holds whole items"),
    LOG_CHANGED("a log's leaves give the log root"),
    STATE_CHANGED("every node of a state has the hash by which it is named"),
    LEAF_UNREADABLE("a leaf after the genesis is a transaction with its digests"),
    TOO_LONG("nothing follows a snapshot's end"),
    TRUNCATED("a snapshot is whole");

    private final String rule;

    Reason(String rule) {
      this.rule = rule;
    }
  }

  private final Reason reason;

  public SnapshotRefused(Reason reason) {
    super(reason.rule);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
