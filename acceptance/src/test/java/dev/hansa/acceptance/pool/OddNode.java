package dev.hansa.acceptance.pool;

import com.google.protobuf.ByteString;
import dev.hansa.abci.FinalizeBlockRequest;
import dev.hansa.abci.FinalizeBlockResponse;
import dev.hansa.abci.PrepareProposalResponse;
import dev.hansa.abci.ProcessProposalResponse;
import dev.hansa.abci.Request;
import dev.hansa.abci.Response;
import dev.hansa.launcher.pool.NodeFolder;
import dev.hansa.launcher.run.NodeService;
import dev.hansa.ledgerpool.cometbft.AbciHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A node with something wrong inside it, as a process: `OddNode FOLDER FAULT…`. Faults:
///
/// - `clock=PT2H`: the process's clock is off by so much;
/// - `slow=300`: a block takes it so many milliseconds longer;
/// - `refuse=all`, `refuse=full`: it accepts no proposal, or none with requests in it;
/// - `boast`: it proposes more than a block may hold;
/// - `other-hash`: it comes to another app hash in every block with requests;
/// - `break`: a block of the engine with requests is one that it cannot execute;
/// - `end=COMMIT:true`: the process ends (as by `kill -9`) when it leads a block and is asked this,
///   before or after it did it, once the file `end` is in its folder.
public final class OddNode implements AbciHandler.Layer {
  private static final int REJECT = 2;
  private static final int MUCH = 1 << 21;

  private final Path folder;
  private Clock clock = Clock.systemUTC();
  private long slowMillis;
  private boolean refusesAll;
  private boolean refusesFull;
  private boolean boasts;
  private boolean otherHash;
  private boolean breaks;
  private String end = "";
  private boolean leads;

  private OddNode(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws InterruptedException {
    var odd = new OddNode(Path.of(arguments[0]));
    for (int i = 1; i < arguments.length; i++) {
      odd.has(arguments[i]);
    }
    var service = NodeService.start(new NodeFolder(odd.folder), odd.clock, odd);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(service::close));
    new CountDownLatch(1).await();
  }

  private void has(String fault) {
    int equals = fault.indexOf('=');
    var value = fault.substring(equals + 1);
    switch (equals < 0 ? fault : fault.substring(0, equals)) {
      case "clock" -> clock = Clock.offset(Clock.systemUTC(), Duration.parse(value));
      case "slow" -> slowMillis = Long.parseLong(value);
      case "refuse" -> {
        refusesAll = value.equals("all");
        refusesFull = true;
      }
      case "boast" -> boasts = true;
      case "other-hash" -> otherHash = true;
      case "break" -> breaks = true;
      case "end" -> end = value;
      default -> throw new IllegalArgumentException(fault);
    }
  }

  @Override
  public AbciHandler around(AbciHandler handler) {
    return request -> {
      endIf(request, false);
      var answer = odd(handler, request);
      endIf(request, true);
      return answer;
    };
  }

  // Whoever is asked to prepare a block leads it, until it is committed.
  private void endIf(Request request, boolean done) {
    if (end.isEmpty() || !Files.exists(folder.resolve("end"))) {
      return;
    }
    if (request.getValueCase() == Request.ValueCase.PREPARE_PROPOSAL) {
      leads = true;
    }
    if (leads && end.equals(request.getValueCase() + ":" + done)) {
      Runtime.getRuntime().halt(9);
    }
  }

  private Response odd(AbciHandler handler, Request request) {
    return switch (request.getValueCase()) {
      case PROCESS_PROPOSAL -> {
        var proposal = request.getProcessProposal();
        yield refusesAll || (refusesFull && proposal.getTxsCount() > 0)
            ? Response.newBuilder()
                .setProcessProposal(ProcessProposalResponse.newBuilder().setStatus(REJECT))
                .build()
            : handler.answer(request);
      }
      case PREPARE_PROPOSAL ->
          boasts && request.getPrepareProposal().getTxsCount() > 0
              ? Response.newBuilder()
                  .setPrepareProposal(
                      PrepareProposalResponse.newBuilder()
                          .addTxs(ByteString.copyFrom(new byte[MUCH])))
                  .build()
              : handler.answer(request);
      case FINALIZE_BLOCK -> finalise(handler, request);
      default -> handler.answer(request);
    };
  }

  private Response finalise(AbciHandler handler, Request request) {
    if (slowMillis > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(slowMillis));
    }
    if (request.getFinalizeBlock().getTxsCount() == 0) {
      return handler.answer(request);
    }
    if (breaks) {
      return handler.answer(
          Request.newBuilder()
              .setFinalizeBlock(
                  FinalizeBlockRequest.newBuilder(request.getFinalizeBlock()).setHeight(0))
              .build());
    }
    var answer = handler.answer(request);
    return otherHash
        ? Response.newBuilder()
            .setFinalizeBlock(
                FinalizeBlockResponse.newBuilder(answer.getFinalizeBlock())
                    .setAppHash(ByteString.copyFrom(new byte[32])))
            .build()
        : answer;
  }
}
