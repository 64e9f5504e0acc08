package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.util.List;

/// Proves that a leaf is in a log, [MerkleLog].
public record InclusionProof(long index, long size, List<Bytes> path) {
  public static final int PATH_MAX = 64;

  public InclusionProof {
    path = List.copyOf(path);
    if (path.size() > PATH_MAX) {
      throw new MalformedInput("an audit path has at most " + PATH_MAX + " hashes");
    }
  }

  public boolean verify(Bytes leafHash, Bytes root) {
    return MerkleLog.verifyInclusion(leafHash, index, size, path, root);
  }
}
