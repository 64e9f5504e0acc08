package dev.hansa.ledgerpool.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerpool.domain.CommittedBlock;
import dev.hansa.ledgerpool.domain.LedgerReads;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.Trie;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.regex.Pattern;

/// Reads, each with its proof. They are served from the last committed ledger, also while the next
/// block is written.
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
final class LedgerController {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,15}");
  private static final Problem NO_SUCH_TRANSACTION =
      Problem.of(
          HttpStatus.NOT_FOUND,
          "no-such-transaction",
          "The ledger has no transaction of this number");
  private static final Problem NO_SUCH_SIZE =
      Problem.of(
          HttpStatus.NOT_FOUND,
          "no-such-size",
          "The ledger is not that long at this node's newest checkpoint");
  private static final Problem NO_SUCH_BLOCK =
      Problem.of(HttpStatus.NOT_FOUND, "no-such-block", "The ledger has no block of this height");

  private final LedgerReads reads;

  LedgerController(LedgerReads reads) {
    this.reads = reads;
  }

  @Operation(
      summary = "A transaction, with the proof that it is in its ledger's log",
      description =
          "ledger is 0 (pool), 1 (domain), 2 (config) or 1001 (market); the first transaction is 1."
              + " auditPath leads from the transaction's leaf (sorted MessagePack) to the log root"
              + " in the checkpoint (RFC 6962).")
  @ApiResponse(responseCode = "200", description = "The transaction and its proof")
  @ApiResponse(responseCode = "400", description = "A part of the path cannot be read")
  @ApiResponse(responseCode = "404", description = "The ledger is not that long")
  @ApiResponse(responseCode = "503", description = "The node has halted or is being stopped")
  @Get("/ledgers/{ledger}/transactions/{seqNo}")
  HttpResponse<String> transaction(String ledger, String seqNo) {
    return reads
        .transaction(ledger(ledger), number(seqNo))
        .map(LedgerController::answer)
        .orElseGet(NO_SUCH_TRANSACTION::response);
  }

  @Operation(
      summary = "The proof that a ledger's log only grew between two sizes",
      description =
          "first and second are sizes: 1 <= first <= second <= the ledger's size in the node's"
              + " newest checkpoint. path leads from the log root of the older checkpoint to that of"
              + " the newer one (RFC 6962, 2.1.2); both roots are in checkpoints that the reader has.")
  @ApiResponse(responseCode = "200", description = "The consistency path")
  @ApiResponse(
      responseCode = "400",
      description = "A part of the path cannot be read, or first is 0 or larger than second")
  @ApiResponse(responseCode = "404", description = "The ledger is not that long")
  @ApiResponse(responseCode = "503", description = "The node has halted or is being stopped")
  @Get("/ledgers/{ledger}/consistency/{first}/{second}")
  HttpResponse<String> consistency(String ledger, String first, String second) {
    return reads
        .consistency(ledger(ledger), number(first), number(second))
        .map(LedgerController::answer)
        .orElseGet(NO_SUCH_SIZE::response);
  }

  @Operation(
      summary = "What stands under a key of a ledger's state, or the proof that nothing does",
      description =
          "key is base64url. nodes are the trie nodes from the state root in the checkpoint.")
  @ApiResponse(responseCode = "200", description = "The value, or null, and its proof")
  @ApiResponse(responseCode = "400", description = "A part of the path cannot be read")
  @ApiResponse(responseCode = "503", description = "The node has halted or is being stopped")
  @Get("/state/{ledger}/{key}")
  HttpResponse<String> state(String ledger, String key) {
    return answer(reads.state(ledger(ledger), key(key)));
  }

  @Operation(
      summary =
          "Everything under a prefix of a ledger's state, with the proof that there is no more",
      description =
          "prefix is base64url. nodes are the trie nodes from the state root in the checkpoint.")
  @ApiResponse(responseCode = "200", description = "The nodes, which hold the list")
  @ApiResponse(
      responseCode = "400",
      description = "A part of the path cannot be read, or the list is too long to be proved")
  @ApiResponse(responseCode = "503", description = "The node has halted or is being stopped")
  @Get("/lists/{ledger}/{prefix}")
  HttpResponse<String> list(String ledger, String prefix) {
    return answer(reads.list(ledger(ledger), key(prefix)));
  }

  @Operation(
      summary = "Everything in a ledger's state, whole, with the proof that nothing was left out",
      description = "For states that stay small: the pool's nodes, the config's rules.")
  @ApiResponse(responseCode = "200", description = "The entries and their proof")
  @ApiResponse(
      responseCode = "400",
      description = "The ledger cannot be read, or the list is too long to be proved")
  @ApiResponse(responseCode = "503", description = "The node has halted or is being stopped")
  @Get("/lists/{ledger}")
  HttpResponse<String> all(String ledger) {
    return answer(reads.list(ledger(ledger), Bytes.utf8("")));
  }

  @Operation(
      summary = "What the ledger is, signed by this node",
      description = "Signed at most 10 seconds ago, also when nothing is written.")
  @ApiResponse(responseCode = "200", description = "The signed checkpoint")
  @ApiResponse(responseCode = "503", description = "The node has halted or is being stopped")
  @Get("/checkpoint")
  HttpResponse<String> checkpoint() {
    return answer(reads.checkpoint().toJson());
  }

  @Operation(
      summary = "A block as it was ordered: the requests that were written, and the checkpoint",
      description =
          "Executing the requests of all blocks from 1 on, in their order and at their times, gives"
              + " the same app hashes on every machine. Block 0 is the genesis.")
  @ApiResponse(responseCode = "200", description = "The block")
  @ApiResponse(responseCode = "400", description = "The height cannot be read")
  @ApiResponse(responseCode = "404", description = "The ledger is not that high")
  @ApiResponse(responseCode = "503", description = "The node has halted or is being stopped")
  @Get("/blocks/{height}")
  HttpResponse<String> block(String height) {
    return reads
        .block(number(height))
        .map(CommittedBlock::toJson)
        .map(LedgerController::answer)
        .orElseGet(NO_SUCH_BLOCK::response);
  }

  @Operation(summary = "Where the network begins: all that a reader must trust")
  @ApiResponse(responseCode = "200", description = "The genesis file")
  @Get("/genesis")
  HttpResponse<String> genesis() {
    return answer(reads.genesis().toJson());
  }

  private static HttpResponse<String> answer(ObjectNode json) {
    return HttpResponse.ok(json.toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-cache");
  }

  private static SubLedger ledger(String text) {
    return SubLedger.of(number(text));
  }

  private static long number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new MalformedInput("a number in the path is decimal, without sign or leading zeros");
    }
    return Long.parseLong(text);
  }

  private static Bytes key(String text) {
    var bytes = Bytes.fromBase64Url(text);
    if (bytes.length() < 1 || bytes.length() > Trie.KEY_LENGTH_MAX) {
      throw new MalformedInput(
          "a key or prefix of the state has 1 to " + Trie.KEY_LENGTH_MAX + " bytes");
    }
    return bytes;
  }
}
