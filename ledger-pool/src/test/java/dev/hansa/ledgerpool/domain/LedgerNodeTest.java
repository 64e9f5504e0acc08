package dev.hansa.ledgerpool.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Did;
import dev.hansa.identity.Signer;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.LedgerApplication.Check;
import dev.hansa.ledgerpool.store.LedgerFolder;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Limits;
import dev.hansa.ledgerprotocol.Outcome;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.Payloads;
import dev.hansa.ledgerprotocol.RequestBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the filter before the order refuses when the ledger has limits.
class LedgerNodeTest {
  @TempDir private Path folder;

  private LedgerFolder opened;
  private LedgerNode node;

  @BeforeEach
  void open() {
    opened = LedgerFolder.open(folder, TestNetwork.GENESIS, TestNetwork::founding);
    node = new LedgerNode(TestNetwork.GENESIS, opened.store());
  }

  @AfterEach
  void close() {
    opened.close();
  }

  private List<Outcome> block(Instant time, List<IndyRequest> requests) {
    var block = new Block(node.info().height() + 1, time, requests);
    var result = node.finalise(block);
    node.commit(
        block, result, Checkpoint.sign(TestNetwork.NAME, result.head(), time, TestNetwork.NODE));
    return result.outcomes();
  }

  private static IndyRequest limits(Limits limits) {
    var second = TestNetwork.key("trustee-2");
    return RequestBuilder.payload(
            PayloadType.LIMITS,
            TestNetwork.did(TestNetwork.TRUSTEE),
            Instant.parse("2099-01-01T00:00:00Z"),
            Payloads.limits(limits))
        .reqId(7)
        .build()
        .signedBy(TestNetwork.did(TestNetwork.TRUSTEE), TestNetwork.TRUSTEE)
        .signedBy(TestNetwork.did(second), second);
  }

  private static IndyRequest nymBy(Signer author, String name) {
    var key = TestNetwork.key(name);
    Did by = TestNetwork.did(author);
    return RequestBuilder.newNym(by, TestNetwork.did(key), TestNetwork.publicKey(key))
        .reqId(8)
        .build()
        .signedBy(by, author);
  }

  private void useUp(Instant time, Limits limits) {
    assertThat(block(time, List.of(limits(limits)))).first().isInstanceOf(Outcome.Written.class);
    var requests = new ArrayList<IndyRequest>();
    for (int i = 0; i < 10; i++) {
      requests.add(TestNetwork.nym("used-" + i));
    }
    assertThat(block(time, requests)).allMatch(Outcome.Written.class::isInstance);
  }

  @Test
  void whoever_used_up_its_quota_is_refused_before_the_order_and_others_are_not() {
    useUp(TestNetwork.NOON, new Limits(131_072, 10, 86_400));
    assertThat(node.check(TestNetwork.nym("one-more")))
        .isEqualTo(
            new Check.Refused(
                "quota-used",
                "A DID writes at most 10 requests in 86400 seconds; this one may go on at"
                    + " 2026-11-25T00:00:00Z."));
    assertThat(node.check(nymBy(TestNetwork.key("trustee-2"), "one-more")))
        .isInstanceOf(Check.Worthy.class);
    assertThat(node.check(limits(Limits.OF_GENESIS))).isInstanceOf(Check.Worthy.class);
  }

  @Test
  void in_doubt_about_the_time_the_rules_decide() {
    useUp(Instant.parse("2026-11-24T23:59:59Z"), new Limits(131_072, 10, 86_400));
    // A process that wrote no block yet does not know how long ago the last one was.
    var anew = new LedgerNode(TestNetwork.GENESIS, opened.store());
    assertThat(anew.check(TestNetwork.nym("one-more"))).isInstanceOf(Check.Worthy.class);
    assertThat(block(Instant.parse("2026-11-25T00:00:00Z"), List.of(TestNetwork.nym("one-more"))))
        .first()
        .isInstanceOf(Outcome.Written.class);
  }

  @Test
  void what_is_longer_than_the_ledger_says_is_refused_before_the_order() {
    assertThat(block(TestNetwork.NOON, List.of(limits(new Limits(32_768, 0, 60)))))
        .first()
        .isInstanceOf(Outcome.Written.class);
    var json = TestNetwork.nym("long").toJson();
    json.putObject("taaAcceptance").put("mechanism", "m".repeat(33_000));
    assertThat(node.check(IndyRequest.parse(json.toString())))
        .isEqualTo(new Check.Refused("too-long", "A request has at most 32768 bytes here."));
    assertThat(node.check(TestNetwork.nym("short"))).isInstanceOf(Check.Worthy.class);
  }
}
