package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Signer;
import dev.hansa.ledgerprotocol.consensus.Header;
import dev.hansa.ledgerprotocol.consensus.Header.BlockId;
import dev.hansa.ledgerprotocol.consensus.PoolSeal;
import dev.hansa.ledgerprotocol.consensus.PoolSeal.Step;
import dev.hansa.ledgerprotocol.consensus.SignedHeader;
import dev.hansa.ledgerprotocol.consensus.SignedHeader.Vote;
import dev.hansa.ledgerprotocol.consensus.Validators;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Headers and commits as a pool's engines make them, by keys of public seeds, so that any lie can
/// be signed too.
final class SimPool {
  static final int SIZE = 4;
  static final Bytes NONE = Bytes.utf8("");

  final TestNetwork net;
  final Genesis genesis;

  /// The network of the vector files, ordered by four stewards.
  SimPool() {
    var builder = new GenesisBuilder("hansa", TestNetwork.BEGIN);
    for (int i = 1; i <= 3; i++) {
      builder.trustee(Fixture.key(TestNetwork.account("trustee-" + i).nym()));
    }
    for (int i = 1; i <= SIZE; i++) {
      builder.steward(Fixture.key(TestNetwork.account("steward-" + i).nym()));
    }
    for (int i = 1; i <= SIZE; i++) {
      builder.node(
          "Node" + i,
          Fixture.key(node(i)),
          TestNetwork.account("steward-" + i).did(),
          "127.0.1." + i,
          9701,
          9703,
          Validators.address(Fixture.key(TestNetwork.account("transport-" + i).nym())).toHex());
    }
    genesis = builder.buildPool();
    net = new TestNetwork(genesis);
  }

  static Signer node(int number) {
    return TestNetwork.account("node-" + number).nym();
  }

  static Validators validators(int... numbers) {
    return Validators.of(
        Arrays.stream(numbers).mapToObj(number -> Fixture.key(node(number))).toList());
  }

  static List<Signer> signers(int... numbers) {
    return Arrays.stream(numbers).mapToObj(SimPool::node).toList();
  }

  /// What a node shows of itself: the ledger's head, signed by its key.
  Checkpoint own(int number) {
    return Checkpoint.sign("hansa", net.store.head().orElseThrow(), net.now(), node(number));
  }

  /// How a steward lets its node in.
  RequestBuilder newNode(int number) {
    return RequestBuilder.node(
            TestNetwork.account("steward-" + number).did(),
            Fixture.key(node(number)),
            "Node" + number)
        .at("127.0.1." + number, 9701, "127.0.1." + number, 9703, "ab".repeat(20));
  }

  /// A steward who is on the ledger, with a node without a vote.
  void observer(int number) {
    var steward = TestNetwork.account("steward-" + number);
    Fixture.assertWritten(
        net.block(
                List.of(
                    net.request(
                        RequestBuilder.newNym(
                                net.trustee.did(), steward.did(), Fixture.key(steward.nym()))
                            .role(Role.STEWARD),
                        net.trustee)))
            .getFirst());
    Fixture.assertWritten(net.block(List.of(net.request(newNode(number), steward))).getFirst());
  }

  /// The header after the ledger's head, as the engines would make it.
  Draft draft() {
    return new Draft(
        genesis.chainId(),
        net.store.head().orElseThrow().height() + 1,
        net.now().plusMillis(1234),
        validators(1, 2, 3, 4),
        validators(1, 2, 3, 4),
        net.store.head().orElseThrow().appHash(),
        0);
  }

  /// What a test changes before the header is signed.
  record Draft(
      String chainId,
      long height,
      Instant time,
      Validators validators,
      Validators next,
      Bytes appHash,
      long round) {
    Draft by(Validators set) {
      return new Draft(chainId, height, time, set, set, appHash, round);
    }

    Draft changingTo(Validators following) {
      return new Draft(chainId, height, time, validators, following, appHash, round);
    }

    Draft at(long other) {
      return new Draft(chainId, other, time, validators, next, appHash, round);
    }

    Draft on(Instant other) {
      return new Draft(chainId, height, other, validators, next, appHash, round);
    }

    Draft of(Bytes other) {
      return new Draft(chainId, height, time, validators, next, other, round);
    }

    Draft inChain(String other) {
      return new Draft(other, height, time, validators, next, appHash, round);
    }

    Draft inRound(long other) {
      return new Draft(chainId, height, time, validators, next, appHash, other);
    }

    Header header() {
      return new Header(
          11,
          1,
          chainId,
          height,
          time,
          new BlockId(hash("last block"), 1, hash("last parts")),
          hash("last commit"),
          hash("data"),
          validators.hash(),
          next.hash(),
          hash("consensus"),
          appHash,
          hash("results"),
          hash("evidence"),
          Validators.address(validators.keys().getFirst()));
    }

    SignedHeader signed(List<Signer> signers) {
      var header = header();
      var block = new BlockId(header.hash(), 1, hash("parts"));
      return new SignedHeader(header, round, block, votes(header, block, signers));
    }

    List<Vote> votes(Header header, BlockId block, List<Signer> signers) {
      var unsigned = new SignedHeader(header, round, block, List.of());
      var votes = new ArrayList<Vote>();
      for (int i = 0; i < signers.size(); i++) {
        var at = time.plus(Duration.ofMillis(100L + i));
        votes.add(
            new Vote(
                Validators.address(Fixture.key(signers.get(i))),
                at,
                Bytes.copyOf(signers.get(i).sign(unsigned.signatureInput(at)))));
      }
      return votes;
    }

    PoolSeal seal(List<Signer> signers, Step... trail) {
      return new PoolSeal(signed(signers), validators, List.of(trail));
    }
  }

  static Bytes hash(String of) {
    return TestNetwork.hash(of);
  }

  Checkpoint checkpoint(PoolSeal seal) {
    var head = net.store.head().orElseThrow();
    return Checkpoint.sealed(
        "hansa",
        new LedgerHead(seal.signed().header().height() - 1, head.time(), head.ledgers()),
        seal);
  }
}
