package dev.hansa.ledgerpool.http;

import dev.hansa.ledgerpool.NodeAccounts;
import dev.hansa.ledgerpool.RunningNode;
import dev.hansa.ledgerpool.domain.LedgerReads;
import dev.hansa.ledgerprotocol.explain.Explainer;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.List;

/// What the node says of itself, for its operator and the operators of the others.
@Controller("/v1/node")
@ExecuteOn(TaskExecutors.BLOCKING)
final class NodeController {
  private final NodeAccounts accounts;
  private final LedgerReads reads;
  private final RunningNode node;

  NodeController(NodeAccounts accounts, LedgerReads reads, RunningNode node) {
    this.accounts = accounts;
    this.reads = reads;
    this.node = node;
  }

  @Operation(
      summary = "How the node does: whether it takes part and, if not, why and what to do",
      description =
          "An account that nobody signs and that proves nothing. sentence, evidence and todo are"
              + " for people; kind is for alarms; snapshot is there while the node joins by one.")
  @ApiResponse(responseCode = "200", description = "The account, also where not all is well")
  @Get
  HttpResponse<String> account() {
    var account = accounts.look();
    var json = account.toJson();
    json.setAll(Explainer.explain(List.of(account), List.of()).toJson());
    node.joining()
        .ifPresent(how -> {
          json.put("snapshot", how);
          var _ = json.withArray("evidence").add(how);
        });
    return HttpResponse.ok(json.toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-store");
  }

  @Operation(
      summary = "The ledger that this node holds, signed by its own key",
      description =
          "Of the same height as /v1/checkpoint, which in a pool the validators vouch for and not"
              + " the node. By it a node shows that it is in step before it gets a vote (in_step of a"
              + " NODE request).")
  @ApiResponse(responseCode = "200", description = "The checkpoint, with node and signature")
  @ApiResponse(
      responseCode = "503",
      description = "The node has halted, is not in step or is being stopped")
  @Get("/checkpoint")
  @Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
  HttpResponse<String> checkpoint() {
    return HttpResponse.ok(reads.own().toJson().toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-store");
  }
}
