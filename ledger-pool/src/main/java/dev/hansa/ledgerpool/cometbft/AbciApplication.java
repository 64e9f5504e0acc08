package dev.hansa.ledgerpool.cometbft;

import com.google.protobuf.ByteString;
import dev.hansa.abci.CheckTxRequest;
import dev.hansa.abci.CheckTxResponse;
import dev.hansa.abci.CommitResponse;
import dev.hansa.abci.ExecTxResult;
import dev.hansa.abci.ExtendVoteResponse;
import dev.hansa.abci.FinalizeBlockRequest;
import dev.hansa.abci.FinalizeBlockResponse;
import dev.hansa.abci.Flush;
import dev.hansa.abci.InfoResponse;
import dev.hansa.abci.InitChainRequest;
import dev.hansa.abci.InitChainResponse;
import dev.hansa.abci.PrepareProposalRequest;
import dev.hansa.abci.PrepareProposalResponse;
import dev.hansa.abci.ProcessProposalRequest;
import dev.hansa.abci.ProcessProposalResponse;
import dev.hansa.abci.PublicKey;
import dev.hansa.abci.QueryResponse;
import dev.hansa.abci.Request;
import dev.hansa.abci.Response;
import dev.hansa.abci.Time;
import dev.hansa.abci.ValidatorUpdate;
import dev.hansa.abci.VerifyVoteExtensionResponse;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Invariant;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerpool.domain.Block;
import dev.hansa.ledgerpool.domain.LedgerApplication;
import dev.hansa.ledgerpool.domain.LedgerApplication.Check;
import dev.hansa.ledgerprotocol.BlockResult;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Outcome;
import dev.hansa.ledgerprotocol.consensus.Validators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ledger behind the engine's interface. Blocks come one after another on one connection; what
/// an engine asks on the others reads only. Every block of the engine is a block of the ledger,
/// also one in which nothing was written.
final class AbciApplication implements AbciHandler {
  private static final int ACCEPT = 1;
  private static final int REJECT = 2;
  private static final int REFUSED = 1;

  /// A transaction's share of the block's bytes beside itself.
  private static final int TRANSACTION_OVERHEAD = 8;

  private final Genesis genesis;
  private final LedgerApplication application;
  private final Bundles bundles;
  private final ProposalSize proposalSize;
  private final AbciSnapshots snapshots;
  private final Committer committer;
  private @Nullable Finalised finalised;

  /// A block between its execution and its commit.
  record Finalised(Block block, BlockResult result, List<Executed> transactions) {}

  /// A transaction of the engine and what became of its requests, nothing if it was no bundle.
  record Executed(ByteString transaction, List<Outcome> outcomes) {}

  /// Told what the engine decided.
  interface Committer {
    /// The header of this height is there, with its votes.
    void decided(long height);

    /// Puts a block on the disk.
    void commit(Finalised finalised);

    /// What stops the node, on its way to the log.
    void failed(Throwable failure);
  }

  AbciApplication(
      Genesis genesis,
      LedgerApplication application,
      Bundles bundles,
      ProposalSize proposalSize,
      AbciSnapshots snapshots,
      Committer committer) {
    this.genesis = genesis;
    this.application = application;
    this.bundles = bundles;
    this.proposalSize = proposalSize;
    this.snapshots = snapshots;
    this.committer = committer;
  }

  @Override
  public Response answer(Request request) {
    var response = Response.newBuilder();
    return switch (request.getValueCase()) {
      case ECHO -> response.setEcho(request.getEcho()).build();
      case FLUSH -> response.setFlush(Flush.getDefaultInstance()).build();
      case INFO -> response.setInfo(info()).build();
      case INIT_CHAIN -> response.setInitChain(initChain(request.getInitChain())).build();
      case QUERY ->
          response
              .setQuery(
                  QueryResponse.newBuilder()
                      .setCode(REFUSED)
                      .setLog("reads go to the node's own interface"))
              .build();
      case CHECK_TX -> response.setCheckTx(checkTx(request.getCheckTx())).build();
      case COMMIT -> response.setCommit(commit()).build();
      case LIST_SNAPSHOTS -> response.setListSnapshots(snapshots.list()).build();
      case LOAD_SNAPSHOT_CHUNK ->
          response.setLoadSnapshotChunk(snapshots.load(request.getLoadSnapshotChunk())).build();
      case OFFER_SNAPSHOT, APPLY_SNAPSHOT_CHUNK -> join(request, response).build();
      case PREPARE_PROPOSAL ->
          response.setPrepareProposal(prepare(request.getPrepareProposal())).build();
      case PROCESS_PROPOSAL ->
          response.setProcessProposal(process(request.getProcessProposal())).build();
      case EXTEND_VOTE -> response.setExtendVote(ExtendVoteResponse.getDefaultInstance()).build();
      case VERIFY_VOTE_EXTENSION ->
          response
              .setVerifyVoteExtension(VerifyVoteExtensionResponse.newBuilder().setStatus(ACCEPT))
              .build();
      case FINALIZE_BLOCK ->
          response.setFinalizeBlock(finalise(request.getFinalizeBlock())).build();
      case VALUE_NOT_SET -> throw new IllegalStateException("the engine asks what nobody knows");
    };
  }

  // What cannot be written stops the node, as it does where a block cannot.
  private Response.Builder join(Request request, Response.Builder response) {
    try {
      return request.getValueCase() == Request.ValueCase.OFFER_SNAPSHOT
          ? response.setOfferSnapshot(snapshots.offer(request.getOfferSnapshot()))
          : response.setApplySnapshotChunk(snapshots.apply(request.getApplySnapshotChunk()));
    } catch (RuntimeException | Error e) {
      committer.failed(e);
      throw e;
    }
  }

  private InfoResponse info() {
    var last = application.info();
    return InfoResponse.newBuilder()
        .setData("hansa")
        // The version that the chain began with; which one counts is in the ledger's state.
        .setAppVersion(Genesis.RULES_VERSION)
        .setLastBlockHeight(last.height())
        .setLastBlockAppHash(last.height() == 0 ? ByteString.EMPTY : byteString(last.appHash()))
        .build();
  }

  private InitChainResponse initChain(InitChainRequest request) {
    Invariant.holds(
        request.getChainId().equals(genesis.chainId()), "an engine orders its own network");
    return InitChainResponse.newBuilder()
        .setAppHash(byteString(application.info().appHash()))
        .build();
  }

  private CheckTxResponse checkTx(CheckTxRequest request) {
    var requests = bundles.read(request.getTx());
    if (requests.isEmpty()) {
      return refused("no bundle");
    }
    // One that is worth its place carries the others along: what is wrong with those, the rules say
    // to each.
    var why = "no bundle";
    for (var one : requests.orElseThrow()) {
      switch (application.check(one)) {
        case Check.Worthy _ -> {
          return CheckTxResponse.getDefaultInstance();
        }
        case Check.Refused(var rule, _) -> why = rule;
      }
    }
    return refused(why);
  }

  private static CheckTxResponse refused(String rule) {
    return CheckTxResponse.newBuilder().setCode(REFUSED).setLog(rule).build();
  }

  private PrepareProposalResponse prepare(PrepareProposalRequest request) {
    var chosen = PrepareProposalResponse.newBuilder();
    var requests = new ArrayList<IndyRequest>();
    int most = proposalSize.now();
    long length = 0;
    for (var transaction : request.getTxsList()) {
      var bundle = bundles.read(transaction);
      length += transaction.size() + TRANSACTION_OVERHEAD;
      if (bundle.isEmpty()) {
        continue;
      }
      requests.addAll(bundle.orElseThrow());
      boolean first = chosen.getTxsCount() == 0;
      if (length > request.getMaxTxBytes()
          || !fit(requests)
          || (!first && requests.size() > most)) {
        break;
      }
      chosen.addTxs(transaction);
    }
    return chosen.build();
  }

  private boolean fit(List<IndyRequest> requests) {
    return requests.size() <= Block.REQUESTS_MAX
        && application.prepare(requests) == requests.size();
  }

  private ProcessProposalResponse process(ProcessProposalRequest request) {
    var requests = new ArrayList<IndyRequest>();
    boolean proper = true;
    for (var transaction : request.getTxsList()) {
      var bundle = bundles.read(transaction);
      proper &= bundle.isPresent();
      bundle.ifPresent(requests::addAll);
    }
    boolean good =
        proper
            && requests.size() <= Block.REQUESTS_MAX
            && application.process(
                new Block(request.getHeight(), instant(request.getTime()), requests));
    return ProcessProposalResponse.newBuilder().setStatus(good ? ACCEPT : REJECT).build();
  }

  private FinalizeBlockResponse finalise(FinalizeBlockRequest request) {
    try {
      committer.decided(request.getHeight());
      var block = new ArrayList<IndyRequest>();
      var read = new ArrayList<Optional<List<IndyRequest>>>();
      for (var transaction : request.getTxsList()) {
        var bundle = bundles.read(transaction);
        read.add(bundle);
        bundle.ifPresent(block::addAll);
      }
      var ordered = new Block(request.getHeight(), instant(request.getTime()), block);
      var before = application.validators();
      var result = application.finalise(ordered);
      finalised = new Finalised(ordered, result, split(request, read, result));
      return FinalizeBlockResponse.newBuilder()
          .addAllTxResults(
              read.stream()
                  .map(bundle ->
                      ExecTxResult.newBuilder().setCode(bundle.isPresent() ? 0 : REFUSED).build())
                  .toList())
          .addAllValidatorUpdates(updates(before, result.validators().orElse(before)))
          .setAppHash(byteString(result.head().appHash()))
          .build();
    } catch (RuntimeException | Error e) {
      committer.failed(e);
      throw e;
    }
  }

  private static List<Executed> split(
      FinalizeBlockRequest request, List<Optional<List<IndyRequest>>> read, BlockResult result) {
    var executed = new ArrayList<Executed>();
    int at = 0;
    for (int i = 0; i < read.size(); i++) {
      int count = read.get(i).map(List::size).orElse(0);
      executed.add(new Executed(request.getTxs(i), result.outcomes().subList(at, at + count)));
      at += count;
    }
    return executed;
  }

  // Those who are new get one vote, those who are gone none.
  private static List<ValidatorUpdate> updates(Validators before, Validators after) {
    var updates = new ArrayList<ValidatorUpdate>();
    for (var key : after.keys()) {
      if (!before.keys().contains(key)) {
        updates.add(update(key, 1));
      }
    }
    for (var key : before.keys()) {
      if (!after.keys().contains(key)) {
        updates.add(update(key, 0));
      }
    }
    return updates;
  }

  private static ValidatorUpdate update(Ed25519Key key, long power) {
    return ValidatorUpdate.newBuilder()
        .setPubKey(PublicKey.newBuilder().setEd25519(byteString(key.value())))
        .setPower(power)
        .build();
  }

  private CommitResponse commit() {
    var block = finalised;
    try {
      if (block == null) {
        throw new IllegalStateException("a block is finalised before it is committed");
      }
      finalised = null;
      committer.commit(block);
      proposalSize.committed(block.block().requests().size());
      return CommitResponse.getDefaultInstance();
    } catch (RuntimeException | Error e) {
      committer.failed(e);
      throw e;
    }
  }

  private static Instant instant(Time time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static ByteString byteString(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }
}
