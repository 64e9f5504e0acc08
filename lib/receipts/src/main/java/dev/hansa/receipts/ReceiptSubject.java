package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a receipt is about. `more` is committed to beside the rest under its own names, such as the
/// KB-JWT that signs an agreement; `statusTokens` are the list tokens by their hash (base64url).
public sealed interface ReceiptSubject {
  /// The credentials that it rested on; [FactSource.FromCredential] counts them from 0.
  List<CredentialEvidence> credentials();

  Map<String, String> statusTokens();

  long ledgerHeight();

  Map<String, JsonNode> more();

  /// A decision: the question, the answer, the policies that gave it, and where the facts came
  /// from.
  record Decided(
      Evaluation evaluation,
      Decision decision,
      PolicySet policySet,
      List<CredentialEvidence> credentials,
      Map<String, String> statusTokens,
      List<FactSource> sources,
      long ledgerHeight,
      Map<String, JsonNode> more)
      implements ReceiptSubject {
    public static final int SOURCES_MAX = 500;

    public Decided {
      credentials = List.copyOf(credentials);
      statusTokens = Map.copyOf(statusTokens);
      sources = List.copyOf(sources);
      more = Map.copyOf(more);
    }
  }

  /// A verification of presentations. `refusal` is the reason code, empty when verified.
  record Verified(
      String caller,
      Optional<String> refusal,
      List<String> checks,
      List<CredentialEvidence> credentials,
      Map<String, String> statusTokens,
      long ledgerHeight,
      Map<String, JsonNode> more)
      implements ReceiptSubject {
    public Verified {
      checks = List.copyOf(checks);
      credentials = List.copyOf(credentials);
      statusTokens = Map.copyOf(statusTokens);
      more = Map.copyOf(more);
    }
  }
}
