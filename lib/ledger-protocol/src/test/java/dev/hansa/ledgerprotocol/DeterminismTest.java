package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.ledgerprotocol.replay.ReplayMain;
import dev.hansa.ledgerprotocol.rules.Constraint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same log, replayed elsewhere, gives the same app hash.
class DeterminismTest {
  @TempDir Path folder;

  private Path genesis() throws IOException {
    return Vectors.copy("ledger/genesis.json", folder);
  }

  private Path blocks() throws IOException {
    return Vectors.copy("ledger/blocks.txt", folder);
  }

  private static String expected() {
    return Vectors.read("ledger/replay.json").get("appHash").textValue();
  }

  @Test
  void a_replay_gives_the_app_hash_that_is_written_down() throws IOException {
    assertThat(ReplayMain.replay(genesis(), blocks()).toHex()).isEqualTo(expected());
  }

  @Test
  void a_replay_in_turkish_in_kathmandu_on_one_core_gives_the_same()
      throws IOException, InterruptedException {
    assertThat(replayElsewhere(genesis(), blocks())).isEqualTo(expected());
  }

  @Test
  void upgrades_limits_votes_and_changed_rules_replay_elsewhere_to_the_same()
      throws IOException, InterruptedException {
    var pool = new SimPool();
    var net = pool.net;
    pool.observer(5);
    for (boolean votes : new boolean[] {true, false, true}) {
      var vote =
          RequestBuilder.node(net.trustee.did(), Fixture.key(SimPool.node(5)), "Node5")
              .votes(votes);
      net.block(
              List.of(
                  net.request(votes ? vote.inStep(pool.own(5)) : vote, net.trustee, net.second)))
          .forEach(Fixture::assertWritten);
    }
    var three = new Constraint.OfRole(Optional.of(Role.TRUSTEE), 3, false);
    var upgrade = new RulesSchedule.Upgrade(2, 5000);
    for (var change :
        List.of(
            payload(net, PayloadType.LIMITS, Payloads.limits(new Limits(65_536, 10, 60))),
            payload(net, PayloadType.RULES_UPGRADE, Payloads.upgrade(upgrade)),
            RequestBuilder.authRules(
                net.trustee.did(),
                new TreeMap<>(Map.of("1--ADD--role--*--101", three, "1--ADD--role--*--2", three))),
            payload(net, PayloadType.RULES_UPGRADE, Payloads.cancel(upgrade)))) {
      net.block(List.of(net.request(change, net.trustee, net.second)))
          .forEach(Fixture::assertWritten);
    }
    // Over several windows of the quota, which some of these exceed.
    for (int block = 0; block < 30; block++) {
      var requests = new ArrayList<IndyRequest>();
      for (int i = 0; i < 4; i++) {
        var account = TestNetwork.account("d-" + block + "-" + i);
        requests.add(
            net.request(
                RequestBuilder.newNym(net.third.did(), account.did(), Fixture.key(account.nym())),
                net.third));
      }
      assertThat(net.block(requests)).hasSize(4);
    }
    assertThat(net.store.head().orElseThrow().roots(SubLedger.DOMAIN).size()).isBetween(20L, 100L);
    var genesis = folder.resolve("own-genesis.json");
    Files.writeString(genesis, net.genesis.text(), StandardCharsets.UTF_8);
    var blocks = Files.write(folder.resolve("own-blocks.txt"), net.lines, StandardCharsets.UTF_8);
    assertThat(replayElsewhere(genesis, blocks))
        .isEqualTo(net.store.head().orElseThrow().appHash().toHex());
  }

  private static RequestBuilder payload(TestNetwork net, PayloadType type, ObjectNode payload) {
    return RequestBuilder.payload(type, net.trustee.did(), net.now().plusSeconds(3600), payload);
  }

  private static String replayElsewhere(Path genesis, Path blocks)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Asia/Kathmandu",
                "-Dfile.encoding=ISO-8859-9",
                "-XX:ActiveProcessorCount=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ReplayMain.class.getName()));
    command.add(genesis.toString());
    command.add(blocks.toString());
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return printed;
  }

  @Test
  void one_block_or_many_give_the_same_state() {
    var many = new TestStory().net;
    var again = new TestStory().net;
    assertThat(again.lines).isEqualTo(many.lines);
    assertThat(again.store.head()).isEqualTo(many.store.head());
  }
}
