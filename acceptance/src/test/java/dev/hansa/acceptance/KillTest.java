package dev.hansa.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Answer;
import dev.hansa.launcher.acts.Issuing;
import dev.hansa.launcher.acts.Market;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.acts.Wallets;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.wallet.WalletFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole process is killed at random moments while clients write to the ledger, offer
/// credentials and place orders. What was acknowledged is there afterwards, and what was sent again
/// after a lost answer is there once.
@Tag("faults")
class KillTest {
  private static final int KILLS = Integer.getInteger("hansa.kills", 20);
  private static final int LEDGER_CLIENTS = 8;
  private static final int MOMENT_MIN_MS = 200;
  private static final int MOMENT_RANGE_MS = 2_500;
  private static final String ZONE = "10Y1001A1001A46L";

  @TempDir static Path folder;

  private final SecureRandom random = new SecureRandom();

  /// What a service said yes to: the ledger's digest-bound place, an order's id, an issuance's id,
  /// by what the client calls it.
  private final Map<String, ObjectNode> nyms = new ConcurrentHashMap<>();

  private final Map<String, String> orders = new ConcurrentHashMap<>();
  private final Map<String, String> issuances = new ConcurrentHashMap<>();

  /// Sent, and no answer came: sent again, as it was, after the restart.
  private final Map<String, String> unansweredNyms = new ConcurrentHashMap<>();

  private final Map<String, ObjectNode> unansweredOrders = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> unansweredIssuances = new ConcurrentHashMap<>();
  private List<String> castIssuances = List.of();
  private final AtomicInteger counter = new AtomicInteger();

  @Test
  void nothing_acknowledged_is_lost_and_nothing_is_there_twice_after_twenty_kills()
      throws Exception {
    try (var house = RunningHouse.start(folder.resolve("data"))) {
      var _ = house.cli("cast");
      var trustee = trustee(house);
      castIssuances = issuances(house.connect());
      for (int kill = 0; kill < KILLS; kill++) {
        var network = house.connect();
        sendAgain(network);
        load(house, network, trustee);
        house.start();
      }
      sendAgain(house.connect());
      check(house.connect());
    }
  }

  /// Clients at work until the process is killed under them.
  private void load(RunningHouse house, Network network, Trustee trustee) throws Exception {
    var over = new AtomicBoolean();
    var work = new ArrayList<Runnable>();
    for (int client = 0; client < LEDGER_CLIENTS; client++) {
      work.add(() -> nym(network, trustee));
    }
    var pia = new Wallets(network).signedIn("pia");
    var evidence =
        new Market(network).showEvidence(pia, List.of("grid-connection-point")).path("id").asText();
    var open = network.clock().instant().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.HOURS);
    work.add(() -> {
      var body = order(open, evidence);
      placed(body, pia.post(network.url(HouseService.MARKETPLACE) + "/orders", body));
    });
    var claims =
        house.cli(
            "offer",
            "example",
            "authority",
            "participant",
            new Wallets(network).open("pia").did().toString());
    work.add(() -> {
      var body = issuance(claims);
      issued(body, post(network, body));
    });
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var one : work) {
        var _ =
            clients.submit(() -> {
              while (!over.get()) {
                try {
                  one.run();
                } catch (Stop | WalletFailure e) {
                  // The process is gone; what was sent is known to be unanswered.
                }
              }
            });
      }
      var _ =
          new CountDownLatch(1)
              .await(MOMENT_MIN_MS + random.nextInt(MOMENT_RANGE_MS), TimeUnit.MILLISECONDS);
      house.kill();
      over.set(true);
    }
  }

  private record Trustee(dev.hansa.identity.Did did, Signer key) {}

  private static Trustee trustee(RunningHouse house) throws Exception {
    var own = house.connect().organisations().require("trustee-1");
    return new Trustee(
        own.did(),
        PrivateKeys.fromJwk(
            Json.parseObject(
                Files.readString(
                    house.data().resolve("organisations").resolve("trustee-1").resolve("nym.jwk"),
                    StandardCharsets.UTF_8))));
  }

  private void nym(Network network, Trustee trustee) {
    var key = (Ed25519Key) PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(random)).publicKey();
    var did = DidIndy.of("hansa", key);
    var request =
        RequestBuilder.newNym(trustee.did(), did, key)
            .reqId(random.nextLong(1, Long.MAX_VALUE))
            .build()
            .signedBy(trustee.did(), trustee.key());
    unansweredNyms.put(did.toString(), request.text());
    written(
        did.toString(),
        network
            .calls()
            .post(network.url(HouseService.LEDGER_POOL) + "/v1/requests", request.text()));
  }

  private void written(String did, Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
    nyms.put(did, answer.body());
    unansweredNyms.remove(did);
  }

  private ObjectNode order(Instant open, String evidence) {
    var body =
        Json.newObject()
            .put("requestId", "kill-request-" + counter.incrementAndGet())
            .put("side", "SELL")
            .put("zone", ZONE)
            .put("deliveryStart", open.toString())
            .put("qtyWh", 1);
    body.putObject("limit").put("priceMicro", 100_000 + 10L * (counter.get() % 1000));
    body.putArray("evidence").add(evidence);
    unansweredOrders.put(body.path("requestId").asText(), body);
    return body;
  }

  private void placed(ObjectNode body, Answer answer) {
    var id = body.path("requestId").asText();
    if (answer.status() == 403) {
      // Refused by a rule: that is an answer, and no order.
      unansweredOrders.remove(id);
      return;
    }
    assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
    orders.put(id, answer.body().path("id").asText());
    unansweredOrders.remove(id);
  }

  private ObjectNode issuance(ObjectNode claims) {
    var body =
        Json.newObject()
            .put("requestId", "kill-request-" + counter.incrementAndGet())
            .put("vct", "urn:hansa:participant:1")
            .put("txCode", false);
    body.set("claims", claims);
    unansweredIssuances.put(body.path("requestId").asText(), body);
    return body;
  }

  private static Answer post(Network network, ObjectNode issuance) {
    return network
        .calls()
        .postAs(
            network.organisations().require("authority"),
            network.url(HouseService.ISSUER),
            "/authority/issuances",
            issuance);
  }

  private void issued(ObjectNode body, Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
    issuances.put(body.path("requestId").asText(), answer.body().path("id").asText());
    unansweredIssuances.remove(body.path("requestId").asText());
  }

  private void sendAgain(Network network) {
    Map.copyOf(unansweredNyms)
        .forEach((did, text) ->
            written(
                did,
                network
                    .calls()
                    .post(network.url(HouseService.LEDGER_POOL) + "/v1/requests", text)));
    var pia = new Wallets(network).signedIn("pia");
    Map.copyOf(unansweredOrders)
        .forEach((_, body) ->
            placed(body, pia.post(network.url(HouseService.MARKETPLACE) + "/orders", body)));
    Map.copyOf(unansweredIssuances).forEach((_, body) -> issued(body, post(network, body)));
  }

  private void check(Network network) {
    var ledger = network.url(HouseService.LEDGER_POOL);
    var places = new HashSet<Long>();
    nyms.forEach((did, answer) -> {
      long seqNo = answer.path("seqNo").asLong();
      var there = network.calls().get(ledger + "/v1/ledgers/1/transactions/" + seqNo);
      assertThat(there.status()).as("a DID that was acknowledged").isEqualTo(200);
      assertThat(there.body().toString()).contains(did.substring(did.lastIndexOf(':') + 1));
      assertThat(places.add(seqNo)).as("one place for one request").isTrue();
    });
    // No transaction but those that somebody was told of: nothing was applied twice.
    assertThat(
            network
                .calls()
                .get(ledger + "/v1/checkpoint")
                .body()
                .path("ledgers")
                .get(1)
                .path("size")
                .asLong())
        .isEqualTo(domainTransactions());

    var market = new Market(network).orders(new Wallets(network).signedIn("pia"));
    var listed =
        StreamSupport.stream(market.path("orders").spliterator(), false)
            .map(order -> order.path("id").asText())
            .toList();
    assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(orders.values());

    var known = new ArrayList<>(castIssuances);
    known.addAll(issuances.values());
    assertThat(issuances(network))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(known);
    assertThat(new HashSet<>(issuances.values())).hasSize(issuances.size());
    assertThat(nyms).hasSizeGreaterThan(KILLS);
    assertThat(orders).hasSizeGreaterThan(KILLS);
    assertThat(issuances).hasSizeGreaterThan(KILLS);
  }

  private static List<String> issuances(Network network) {
    var all =
        new Issuing.Which(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    return new Issuing(network)
        .list(network.organisations().require("authority"), all)
        .path("issuances")
        .findValuesAsText("id");
  }

  /// The genesis and the cast, and then each of ours.
  private long domainTransactions() {
    long first =
        nyms.values().stream()
            .mapToLong(answer -> answer.path("seqNo").asLong())
            .min()
            .orElseThrow();
    return first - 1 + nyms.size();
  }
}
