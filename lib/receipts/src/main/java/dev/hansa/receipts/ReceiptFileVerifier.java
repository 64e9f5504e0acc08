package dev.hansa.receipts;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.Genesis;
import java.util.ArrayList;
import java.util.Optional;

/// Checks the file of a receipt, from that file alone: no network, no clock. Where the network's
/// genesis hash is known it is pinned; otherwise the outcome names the one that the file ends at.
public final class ReceiptFileVerifier {
  private ReceiptFileVerifier() {}

  public static ReceiptCheck verify(byte[] file, Optional<Bytes> pinnedGenesis) {
    ReceiptFile parsed;
    ReceiptClaims claims;
    Genesis genesis;
    RecordedLedger answers;
    try {
      parsed = ReceiptFile.parse(Bytes.copyOf(file));
      claims = ReceiptClaims.parse(parsed.receipt());
      genesis = Genesis.parse(parsed.genesis().toString());
      answers = RecordedLedger.of(parsed.ledger());
    } catch (MalformedInput e) {
      return new ReceiptCheck.Fails("file", String.valueOf(e.getMessage()));
    }
    if (pinnedGenesis.isPresent() && !pinnedGenesis.get().equals(genesis.hash())) {
      return new ReceiptCheck.Fails("genesis", "the genesis is the one that was pinned");
    }
    var check =
        new ReceiptChecks(parsed, claims, genesis, LedgerReaderSide.offline(genesis, answers))
            .run();
    return switch (check) {
      case ReceiptCheck.Fails fails -> fails;
      case ReceiptCheck.Holds holds ->
          answers.allAsked()
              ? withFile(holds)
              : new ReceiptCheck.Fails(
                  "file", "the file has no answer of the ledger that nobody asks for");
    };
  }

  private static ReceiptCheck withFile(ReceiptCheck.Holds holds) {
    var checks = new ArrayList<String>();
    checks.add("file");
    checks.addAll(holds.checks());
    return new ReceiptCheck.Holds(
        holds.id(),
        holds.issuer(),
        holds.time(),
        holds.kind(),
        holds.action(),
        holds.outcome(),
        holds.policies(),
        holds.genesis(),
        holds.ledgerHeight(),
        checks);
  }
}
