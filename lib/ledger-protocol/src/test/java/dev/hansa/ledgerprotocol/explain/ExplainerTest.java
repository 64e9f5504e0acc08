package dev.hansa.ledgerprotocol.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import dev.hansa.ledgerprotocol.explain.NodeAccount.EngineAccount;
import dev.hansa.ledgerprotocol.explain.NodeAccount.Peer;
import dev.hansa.ledgerprotocol.explain.NodeAccount.RulesAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What an operator is told, from what nodes would say under 15 kinds of fault, each in 5
/// variations: another node, another height, another extent, and with what the fault brings along.
class ExplainerTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final int VARIATIONS = 5;

  /// A pool as its nodes would describe it, at a height that follows from the variation.
  private static final class Pool {
    private final List<NodeAccount> accounts = new ArrayList<>();
    private final Set<String> silent = new TreeSet<>();
    private final int victim;
    private final int extent;

    Pool(int variation) {
      // 4, 5, 7, 4, 7 nodes; the fault is at another one each time.
      int size = new int[] {4, 5, 7, 4, 7}[variation];
      victim = (variation * 2 + 1) % size;
      extent = variation;
      for (int i = 0; i < size; i++) {
        var peers = new ArrayList<Peer>();
        for (int j = 0; j < size; j++) {
          if (j != i) {
            peers.add(new Peer(name(j), true, true));
          }
        }
        accounts.add(
            new NodeAccount(
                name(i),
                NOON.plusMillis(37L * i),
                1000 + 10L * variation,
                "ab".repeat(32),
                NOON.minusSeconds(3),
                Duration.ofSeconds(3),
                Optional.empty(),
                true,
                variation,
                2000,
                Duration.ofMillis(200L * variation),
                50L << 30,
                Optional.of(engine("0.39.4")),
                peers,
                Optional.of(new RulesAccount(1, Optional.empty(), 1))));
      }
    }

    static String name(int index) {
      return "Node" + (index + 1);
    }

    static EngineAccount engine(String version) {
      return new EngineAccount(true, 1, true, version, 1000, false, Optional.empty());
    }

    String victim() {
      return name(victim);
    }

    interface Change {
      NodeAccount of(NodeAccount before);
    }

    void change(int index, Change change) {
      accounts.set(index, change.of(accounts.get(index)));
    }

    void everywhere(Change change) {
      accounts.replaceAll(change::of);
    }

    /// A node that gives no account, and that the others do not reach.
    void silence(int index) {
      disconnect(index, name(index));
      silent.add(name(index));
    }

    private void disconnect(int index, String alias) {
      for (int i = 0; i < accounts.size(); i++) {
        if (i != index) {
          change(i, node -> without(node, alias));
        }
      }
    }

    void noBlockFor(Duration age) {
      everywhere(node -> committed(node, age));
    }

    Explanation explain() {
      var answering = accounts.stream().filter(node -> !silent.contains(node.alias())).toList();
      // As they come over HTTP.
      var read =
          answering.stream()
              .map(node -> NodeAccount.parse(Json.parseObject(node.toJson().toString())))
              .toList();
      assertThat(read).isEqualTo(answering);
      return Explainer.explain(read, List.copyOf(silent));
    }
  }

  private static NodeAccount without(NodeAccount node, String alias) {
    return peers(
        node,
        node.peers().stream()
            .map(peer ->
                peer.alias().equals(alias) ? new Peer(alias, peer.validator(), false) : peer)
            .toList());
  }

  /// The account with a part of its JSON changed.
  private static NodeAccount with(NodeAccount node, Consumer<ObjectNode> change) {
    var json = node.toJson();
    change.accept(json);
    return NodeAccount.parse(json);
  }

  private static NodeAccount peers(NodeAccount n, List<Peer> peers) {
    return with(
        n,
        json -> {
          var array = json.putArray("peers");
          peers.forEach(peer ->
              array
                  .addObject()
                  .put("alias", peer.alias())
                  .put("validator", peer.validator())
                  .put("connected", peer.connected()));
        });
  }

  private static NodeAccount committed(NodeAccount n, Duration ago) {
    return with(n, json -> json.put("committedAgoMillis", ago.toMillis()));
  }

  private static NodeAccount halted(NodeAccount n, String why) {
    return with(n, json -> json.put("halted", why));
  }

  private static NodeAccount engine(NodeAccount n, EngineAccount engine) {
    return with(
        n,
        json -> {
          var said =
              json.putObject("engine")
                  .put("running", engine.running())
                  .put("starts", engine.starts())
                  .put("answers", engine.answers())
                  .put("version", engine.version())
                  .put("height", engine.height())
                  .put("catchingUp", engine.catchingUp());
          engine.complaint().ifPresent(words -> said.put("complaint", words));
        });
  }

  private static NodeAccount at(NodeAccount n, Instant at) {
    return with(n, json -> json.put("at", at.toString()));
  }

  private static NodeAccount state(NodeAccount n, long height, String appHash) {
    return with(n, json -> json.put("height", height).put("appHash", appHash));
  }

  private static NodeAccount waiting(NodeAccount n, int waiting, Duration since) {
    return with(n, json -> json.put("waiting", waiting).put("waitingForMillis", since.toMillis()));
  }

  private static NodeAccount upgrade(NodeAccount n, long height, long highest) {
    return with(
        n,
        json ->
            json.putObject("rules")
                .put("version", 1)
                .put("highest", highest)
                .putObject("upgrade")
                .put("version", 2)
                .put("height", height));
  }

  private static NodeAccount free(NodeAccount n, long bytes) {
    return with(n, json -> json.put("freeBytes", bytes));
  }

  private static EngineAccount complaining(String words) {
    return new EngineAccount(true, 1, true, "0.39.4", 1000, false, Optional.of(words));
  }

  /// Makes the fault in the pool.
  private static void inject(Kind kind, Pool pool) {
    int v = pool.victim;
    int x = pool.extent;
    int size = pool.accounts.size();
    switch (kind) {
      case WELL -> pool.noBlockFor(Duration.ofSeconds(2 + 9L * x));
      case NO_QUORUM -> {
        // So many are away that no more than two thirds are left.
        for (int i = 0; 3 * (size - i) > 2 * size; i++) {
          pool.silence((v + i) % size);
        }
        pool.noBlockFor(Duration.ofSeconds(50 + 100L * x));
      }
      case SPLIT -> {
        int half = size / 2;
        for (int i = 0; i < size; i++) {
          for (int j = 0; j < size; j++) {
            if (i < half != j < half) {
              var far = Pool.name(j);
              pool.change(i, node -> without(node, far));
            }
          }
        }
        pool.noBlockFor(Duration.ofSeconds(46 + 60L * x));
      }
      case NODE_SILENT -> pool.silence(v);
      case ENGINE_DOWN ->
          pool.change(
              v,
              node ->
                  engine(
                      node,
                      new EngineAccount(
                          x % 2 == 0, 2 + x, false, "0.39.4", 1000, false, Optional.of("panic"))));
      case ENGINE_STALLED ->
          pool.change(v, node -> engine(node, complaining("CONSENSUS FAILURE!!! err=" + x)));
      case DISK_FULL -> {
        if (x % 2 == 0) {
          pool.change(v, node -> halted(node, "the store cannot be written (no space)"));
        } else {
          pool.change(v, node -> free(node, (long) x << 20));
        }
      }
      case STORE_DAMAGED ->
          pool.change(v, node -> halted(node, "the store is damaged: a block is missing"));
      case OTHER_APP_HASH -> {
        if (x % 2 == 0) {
          pool.change(v, node -> state(node, node.height(), "cd".repeat(32)));
        } else {
          pool.change(
              v,
              node ->
                  engine(
                      node,
                      complaining(
                          "CONSENSUS FAILURE!!! wrong Block.Header.AppHash. Expected " + x)));
        }
      }
      case OTHER_VERSION -> {
        switch (x) {
          case 0, 1 -> pool.change(v, node -> engine(node, Pool.engine("0.38." + x)));
          case 2, 3 -> {
            // An upgrade lies ahead, and one program lacks it.
            pool.everywhere(node -> upgrade(node, 1200 + x, 2));
            pool.change(v, node -> upgrade(node, 1200 + x, 1));
          }
          default ->
              pool.change(
                  v,
                  node ->
                      halted(
                          node,
                          "rules version 2 counts from height 900; this program has up to 1"));
        }
      }
      case CLOCK_OFF ->
          pool.change(
              v, node -> at(node, node.at().plusSeconds((x % 2 == 0 ? 1 : -1) * (11L + 100L * x))));
      case OVERLOAD -> pool.change(v, node -> waiting(node, 1800 + 50 * x, Duration.ofSeconds(1)));
      case CATCHING_UP -> {
        if (x % 2 == 0) {
          pool.change(v, node -> state(node, node.height() - 21 - x, "ef".repeat(32)));
        } else {
          pool.change(
              v,
              node ->
                  engine(
                      node,
                      new EngineAccount(true, 1, true, "0.39.4", 900, true, Optional.empty())));
        }
      }
      case ISOLATED -> {
        // Its own peers are gone; the others still believe that they hold a line to it.
        pool.change(
            v,
            node ->
                peers(
                    node,
                    node.peers().stream()
                        .map(peer -> new Peer(peer.alias(), peer.validator(), false))
                        .toList()));
      }
      case HALTED ->
          pool.change(v, node -> halted(node, "a block could not be executed, fault " + x));
      case UNKNOWN -> {
        // All are well, in touch and alike, and yet nothing is written.
        pool.everywhere(node -> waiting(node, 1 + x, Duration.ofSeconds(60)));
        pool.noBlockFor(Duration.ofSeconds(60 + 30L * x));
      }
    }
  }

  static Stream<Arguments> faults() {
    return Stream.of(Kind.values())
        .flatMap(kind ->
            Stream.iterate(0, i -> i + 1).limit(VARIATIONS).map(i -> Arguments.of(kind, i)));
  }

  @ParameterizedTest(name = "{0}, variation {1}")
  @MethodSource("faults")
  void a_fault_is_called_by_its_name(Kind kind, int variation) {
    var pool = new Pool(variation);
    inject(kind, pool);
    var told = pool.explain();
    assertThat(told.kind()).as(told.toString()).isEqualTo(kind);
    assertThat(told.evidence()).isNotEmpty();
    if (!Set.of(Kind.WELL, Kind.NO_QUORUM, Kind.SPLIT, Kind.OTHER_VERSION, Kind.UNKNOWN)
        .contains(kind)) {
      assertThat(told.sentence()).as("who").contains(pool.victim());
    }
    assertThat(told.isWell()).isEqualTo(kind == Kind.WELL);
    if (kind != Kind.WELL && kind != Kind.CATCHING_UP) {
      assertThat(told.todo()).isNotEmpty();
    }
  }

  @Test
  void the_order_in_which_nodes_answer_changes_nothing() {
    for (var kind : Kind.values()) {
      var pool = new Pool(2);
      inject(kind, pool);
      var first = pool.explain().kind();
      Collections.reverse(pool.accounts);
      assertThat(pool.explain().kind()).isEqualTo(first);
    }
  }

  @Test
  void whoever_lacks_the_rules_of_an_upgrade_is_told_before_it_and_after_it() {
    var pool = new Pool(0);
    pool.change(2, node -> upgrade(node, 1500, 1));
    assertThat(pool.explain().sentence())
        .isEqualTo("Rules version 2 counts from height 1500; the program of Node3 has up to 1.");
    pool.change(
        2,
        node -> halted(node, "rules version 2 counts from height 1500; this program has up to 1"));
    assertThat(pool.explain().sentence())
        .isEqualTo(
            "Node3 stands still: its program lacks the rules that count now; the others go on"
                + " without it.");
    pool.change(
        3,
        node -> halted(node, "rules version 2 counts from height 1500; this program has up to 1"));
    assertThat(pool.explain().sentence()).endsWith("without them there is no write.");
    assertThat(Explainer.explain(List.of(pool.accounts.get(2)), List.of()).sentence())
        .isEqualTo("Node3 stands still: its program lacks the rules that count now.");
  }

  @Test
  void an_upgrade_that_every_program_has_is_no_fault() {
    var pool = new Pool(0);
    pool.everywhere(node -> upgrade(node, 1500, 2));
    assertThat(pool.explain().isWell()).isTrue();
    assertThat(pool.explain().evidence())
        .contains("rules version 2 counts from height 1500; the programs have it");
  }

  @Test
  void nodes_that_stand_still_keep_their_connections_and_are_not_counted() {
    var pool = new Pool(0);
    pool.silent.addAll(List.of("Node3", "Node4"));
    pool.noBlockFor(Duration.ofSeconds(60));
    var told = pool.explain();
    assertThat(told.kind()).isEqualTo(Kind.NO_QUORUM);
    assertThat(String.join(" ", told.evidence())).contains("Node3").contains("Node4");
  }

  @Test
  void nobody_says_that_a_pool_writes_which_does_not() {
    var pool = new Pool(0);
    pool.silent.add("Node4");
    pool.noBlockFor(Duration.ofSeconds(60));
    assertThat(pool.explain().kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void nobody_answering_is_no_quorum_with_the_names() {
    var told = Explainer.explain(List.of(), List.of("Node1", "Node2"));
    assertThat(told.kind()).isEqualTo(Kind.NO_QUORUM);
    assertThat(String.join(" ", told.evidence())).contains("Node1").contains("Node2");
  }
}
