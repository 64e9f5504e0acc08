package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.SimPool.Draft;
import dev.hansa.ledgerprotocol.Unproved.Reason;
import dev.hansa.ledgerprotocol.consensus.Header.BlockId;
import dev.hansa.ledgerprotocol.consensus.PoolSeal;
import dev.hansa.ledgerprotocol.consensus.PoolSeal.Step;
import dev.hansa.ledgerprotocol.consensus.SignedHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Writes `vectors/pool` again: `PoolVectorsWriter FOLDER`. All signatures are deterministic. The
/// files under `recorded` come from a real pool and are left as they are.
final class PoolVectorsWriter {
  private static final String SOURCE =
      "Written by PoolVectorsWriter in lib/ledger-protocol; keys are made of public seeds.";
  private static final Duration YEAR = Duration.ofDays(365);

  private final Path folder;
  private final SimPool pool = new SimPool();
  private final Map<String, ObjectNode> files = new TreeMap<>();
  private final Bytes present = Nym.key(ShortDid.of(TestNetwork.account("member").did()));
  private final Bytes absent = Nym.key(ShortDid.of(TestNetwork.account("nobody").did()));
  private final Bytes prefix = Keys.accreditations(Vct.parse("urn:hansa:csp-licence:1"));

  private PoolVectorsWriter(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException {
    new PoolVectorsWriter(Path.of(arguments[0])).write();
  }

  private void write() throws IOException {
    history();
    Files.createDirectories(folder.resolve("answers"));
    Files.writeString(folder.resolve("genesis.json"), pool.genesis.text(), StandardCharsets.UTF_8);
    truths();
    lies();
    var index = Json.newObject();
    var names = index.putArray("files");
    for (var file : files.entrySet()) {
      names.add(file.getKey() + ".json");
      Files.writeString(
          folder.resolve("answers").resolve(file.getKey() + ".json"),
          file.getValue().toPrettyString() + "\n",
          StandardCharsets.UTF_8);
    }
    Files.writeString(
        folder.resolve("answers").resolve("index.json"),
        index.toPrettyString() + "\n",
        StandardCharsets.UTF_8);
  }

  private void history() {
    var net = pool.net;
    var vct = Vct.parse("urn:hansa:csp-licence:1");
    var member = TestNetwork.account("member");
    var _ =
        net.block(
            List.of(
                net.request(
                    RequestBuilder.newNym(
                        net.trustee.did(), member.did(), Fixture.key(member.nym())),
                    net.trustee)));
    var expires = TestNetwork.BEGIN.plus(YEAR);
    var type =
        Payloads.credentialType(
            vct,
            SimPool.hash("schema"),
            SimPool.hash("presentation"),
            SimPool.hash("metadata"),
            CredentialType.IssuedBy.ACCREDITED);
    var _ =
        net.block(
            List.of(
                net.request(
                    RequestBuilder.payload(
                        PayloadType.CREDENTIAL_TYPE, net.trustee.did(), expires, type),
                    net.trustee,
                    net.second)));
    for (var issuer : List.of(member, net.second, net.third)) {
      var _ =
          net.block(
              List.of(
                  net.request(
                      RequestBuilder.payload(
                          PayloadType.ACCREDITATION,
                          net.trustee.did(),
                          expires,
                          Payloads.accreditation(
                              issuer.did(),
                              vct,
                              List.of(),
                              TestNetwork.BEGIN,
                              TestNetwork.BEGIN.plus(YEAR),
                              YEAR,
                              false)),
                      net.trustee,
                      net.third)));
    }
  }

  private ObjectNode state(PoolSeal seal) {
    return LedgerAnswers.state(pool.net.store, pool.checkpoint(seal), SubLedger.DOMAIN, present);
  }

  private ObjectNode absence(PoolSeal seal) {
    return LedgerAnswers.state(pool.net.store, pool.checkpoint(seal), SubLedger.DOMAIN, absent);
  }

  private ObjectNode list(PoolSeal seal) {
    return LedgerAnswers.list(pool.net.store, pool.checkpoint(seal), SubLedger.DOMAIN, prefix);
  }

  private ObjectNode transaction(PoolSeal seal) {
    return LedgerAnswers.transaction(pool.net.store, pool.checkpoint(seal), SubLedger.DOMAIN, 8)
        .orElseThrow();
  }

  private Instant now() {
    return pool.net.now().plusSeconds(10);
  }

  private void put(String name, String says, Optional<Reason> reason, ObjectNode answer) {
    var json =
        Json.newObject()
            .put("says", says)
            .put("source", SOURCE)
            .put("now", now().toString())
            .put("holds", reason.isEmpty());
    reason.ifPresent(why -> json.put("reason", why.code()));
    json.set("answer", answer);
    files.put(name, json);
  }

  private void truth(String name, String says, ObjectNode answer) {
    put("true-" + name, says, Optional.empty(), answer);
  }

  private void lie(
      String name, String says, Reason reason, ObjectNode answer, Consumer<ObjectNode> change) {
    var changed = answer.deepCopy();
    change.accept(changed);
    put("lie-" + name, says, Optional.of(reason), changed);
  }

  private void lie(String name, String says, Reason reason, PoolSeal seal) {
    put("lie-" + name, says, Optional.of(reason), state(seal));
  }

  private Step step(long height, int[] before, int[] after, int... signers) {
    return new Step(
        pool.draft()
            .at(height)
            .on(TestNetwork.BEGIN.plusSeconds(height))
            .by(SimPool.validators(before))
            .changingTo(SimPool.validators(after))
            .of(SimPool.hash("app hash " + height))
            .signed(SimPool.signers(signers)),
        SimPool.validators(after));
  }

  private static int[] set(int... numbers) {
    return numbers;
  }

  private void truths() {
    var draft = pool.draft();
    var all = draft.seal(SimPool.signers(1, 2, 3, 4));
    truth("state", "a DID is there, all four signed", state(all));
    truth("absence", "another DID is not there", absence(all));
    truth("list", "who is accredited for a type, all three", list(all));
    truth(
        "list-empty",
        "nobody is accredited for another type",
        LedgerAnswers.list(
            pool.net.store,
            pool.checkpoint(all),
            SubLedger.DOMAIN,
            Keys.accreditations(Vct.parse("urn:hansa:other:1"))));
    truth("transaction", "a transaction of the domain ledger", transaction(all));
    truth("three-of-four", "three of four signed", state(draft.seal(SimPool.signers(1, 2, 4))));
    truth("three-absence", "three of four signed", absence(draft.seal(SimPool.signers(4, 3, 2))));
    truth("three-list", "three of four signed", list(draft.seal(SimPool.signers(1, 3, 4))));
    truth(
        "three-transaction",
        "three of four signed",
        transaction(draft.seal(SimPool.signers(1, 2, 3))));
    truth(
        "round-3",
        "the fourth round committed it",
        state(draft.inRound(3).seal(SimPool.signers(1, 2, 3, 4))));
    truth(
        "whole-second",
        "the header's time has no fraction",
        state(draft.on(pool.net.now().plusSeconds(1)).seal(SimPool.signers(1, 2, 3, 4))));
    truth(
        "nanoseconds",
        "the header's time has nine digits",
        state(draft.on(pool.net.now().plusNanos(123_456_789)).seal(SimPool.signers(2, 3, 4))));
    truth(
        "high",
        "the height needs more than 32 bits",
        state(draft.at(5_000_000_000L).seal(SimPool.signers(1, 2, 3, 4))));
    truth(
        "stranger-votes-too",
        "a vote of nobody whom the header knows counts for nothing",
        state(draft.seal(SimPool.signers(1, 2, 3, 9))));
    trails();
    truth(
        "one-bad-of-four",
        "of four signatures one is bad, and three are enough",
        changed(
            state(all),
            a ->
                ((ObjectNode) votes(a).get(0))
                    .put("signature", votes(a).get(1).get("signature").textValue())));
  }

  private void trails() {
    var draft = pool.draft().at(40);
    var joined = step(10, set(1, 2, 3, 4), set(1, 2, 3, 4, 5), 1, 2, 3);
    var left = step(20, set(1, 2, 3, 4, 5), set(2, 3, 4, 5), 1, 2, 3, 5);
    var changed = step(30, set(2, 3, 4, 5), set(3, 4, 5, 6), 2, 3, 4);
    truth(
        "trail-joined",
        "a fifth was let in",
        state(
            draft.by(SimPool.validators(1, 2, 3, 4, 5)).seal(SimPool.signers(2, 3, 4, 5), joined)));
    truth(
        "trail-left",
        "a fifth was let in, and the first left",
        state(
            draft.by(SimPool.validators(2, 3, 4, 5)).seal(SimPool.signers(3, 4, 5), joined, left)));
    truth(
        "trail-three-changes",
        "three changes, and half of the first validators are gone",
        state(
            draft
                .by(SimPool.validators(3, 4, 5, 6))
                .seal(SimPool.signers(3, 5, 6), joined, left, changed)));
    truth(
        "skipping",
        "no trail, but more than a third of the first validators signed, within 14 days",
        state(draft.by(SimPool.validators(1, 2, 3, 4, 5)).seal(SimPool.signers(1, 2, 3, 5))));
    truth(
        "change-on-its-way",
        "the header names other validators for the next one",
        state(
            pool.draft()
                .changingTo(SimPool.validators(1, 2, 3, 4, 5))
                .seal(SimPool.signers(1, 2, 3, 4))));
  }

  private static ObjectNode changed(ObjectNode answer, Consumer<ObjectNode> change) {
    var changed = answer.deepCopy();
    change.accept(changed);
    return changed;
  }

  private static ObjectNode checkpoint(ObjectNode answer) {
    return Json.object(answer, "checkpoint");
  }

  private static ObjectNode signed(ObjectNode answer) {
    return Json.object(Json.object(checkpoint(answer), "pool"), "signed");
  }

  private static ArrayNode votes(ObjectNode answer) {
    return (ArrayNode) signed(answer).get("votes");
  }

  private void lies() {
    var draft = pool.draft();
    var good = draft.seal(SimPool.signers(1, 2, 3, 4));
    answers(good);
    headers(draft, good);
    signatures(draft, good);
    liesAboutValidators();
  }

  private void answers(PoolSeal good) {
    lie(
        "value-changed",
        "the value is another",
        Reason.VALUE_NOT_PROVED,
        state(good),
        a -> a.put("value", Bytes.utf8("{}").toBase64Url()));
    lie(
        "absence-invented",
        "what is there is said not to be",
        Reason.VALUE_NOT_PROVED,
        state(good),
        a -> a.putNull("value"));
    lie(
        "presence-invented",
        "what is not there is said to be",
        Reason.VALUE_NOT_PROVED,
        absence(good),
        a -> a.put("value", Bytes.utf8("{}").toBase64Url()));
    int last = list(good).get("nodes").size() - 1;
    lie(
        "list-entry-dropped",
        "an entry of the list is left out",
        Reason.LIST_NOT_PROVED,
        list(good),
        a -> ((ArrayNode) a.get("nodes")).remove(last));
    lie(
        "list-node-added",
        "a node is there that the list does not need",
        Reason.LIST_NOT_PROVED,
        list(good),
        a -> ((ArrayNode) a.get("nodes")).add(Bytes.utf8("xx").toBase64Url()));
    lie(
        "transaction-changed",
        "the transaction says something else",
        Reason.TRANSACTION_NOT_PROVED,
        transaction(good),
        a -> ((ObjectNode) a.get("transaction")).put("ver", "2"));
    lie(
        "transaction-moved",
        "the transaction stands at another number",
        Reason.TRANSACTION_NOT_PROVED,
        transaction(good),
        a -> a.put("seqNo", 7));
  }

  private void headers(Draft draft, PoolSeal good) {
    lie(
        "older-state",
        "the header vouches for an older state than the one that is shown",
        Reason.OTHER_HEADER,
        draft.of(SimPool.hash("an older app hash")).seal(SimPool.signers(1, 2, 3, 4)));
    lie(
        "height-changed",
        "the checkpoint says another height than its header",
        Reason.OTHER_HEADER,
        state(good),
        a -> checkpoint(a).put("height", 1000));
    lie(
        "signed-at-changed",
        "the checkpoint says a later time than its header",
        Reason.OTHER_HEADER,
        state(good),
        a -> checkpoint(a).put("signedAt", now().toString()));
    lie(
        "time-changed",
        "the checkpoint says another block time than its header",
        Reason.OTHER_HEADER,
        state(good),
        a -> checkpoint(a).put("time", now().toString()));
    lie(
        "other-chain",
        "the header is of another chain",
        Reason.WRONG_NETWORK,
        draft.inChain("hansa-0123456789abcdef").seal(SimPool.signers(1, 2, 3, 4)));
    lie(
        "stale",
        "the header is 61 seconds old",
        Reason.STALE_CHECKPOINT,
        draft.on(now().minusSeconds(61)).seal(SimPool.signers(1, 2, 3, 4)));
    lie(
        "future",
        "the header's time is 61 seconds ahead",
        Reason.CHECKPOINT_FROM_THE_FUTURE,
        draft.on(now().plusSeconds(61)).seal(SimPool.signers(1, 2, 3, 4)));
    lie(
        "header-changed",
        "the header was changed after it was signed",
        Reason.FOREIGN_COMMIT,
        state(good),
        a ->
            ((ObjectNode) signed(a).get("header"))
                .put("dataHash", SimPool.hash("other data").toBase64Url()));
    lie(
        "header-incomplete",
        "a field of the header is missing",
        Reason.MALFORMED_ANSWER,
        state(good),
        a -> ((ObjectNode) signed(a).get("header")).remove("evidenceHash"));
    lie(
        "node-signed",
        "one node vouches for it, and not the pool",
        Reason.WRONG_SIGNER,
        state(good),
        a ->
            a.set(
                "checkpoint",
                Checkpoint.sign(
                        "hansa", pool.net.store.head().orElseThrow(), now(), SimPool.node(1))
                    .toJson()));
    lie(
        "two-seals",
        "a node and the pool vouch for it",
        Reason.MALFORMED_ANSWER,
        state(good),
        a -> checkpoint(a).put("node", "x"));
  }

  private void signatures(Draft draft, PoolSeal good) {
    lie(
        "two-of-four",
        "two of four signed",
        Reason.TOO_FEW_SIGNATURES,
        draft.seal(SimPool.signers(1, 2)));
    lie("none", "nobody signed", Reason.TOO_FEW_SIGNATURES, draft.seal(List.of()));
    lie(
        "one-twice",
        "two signed, one of them twice",
        Reason.TOO_FEW_SIGNATURES,
        draft.seal(SimPool.signers(1, 2, 2)));
    lie(
        "two-and-a-stranger",
        "two of four signed, and somebody else",
        Reason.TOO_FEW_SIGNATURES,
        draft.seal(SimPool.signers(1, 2, 9)));
    var joined = step(10, set(1, 2, 3, 4), set(1, 2, 3, 4, 5), 1, 2, 3);
    var six = step(20, set(1, 2, 3, 4, 5), set(1, 2, 3, 4, 5, 6), 1, 2, 3, 5);
    lie(
        "two-thirds-exactly",
        "four of six signed, which is two thirds and not more",
        Reason.TOO_FEW_SIGNATURES,
        draft
            .at(40)
            .by(SimPool.validators(1, 2, 3, 4, 5, 6))
            .seal(SimPool.signers(1, 2, 3, 4), joined, six));
    var other = draft.of(SimPool.hash("another app hash"));
    var block = new BlockId(other.header().hash(), 1, SimPool.hash("parts"));
    lie(
        "foreign-commit",
        "the votes are for another block of the same height",
        Reason.FOREIGN_COMMIT,
        new PoolSeal(
            new SignedHeader(
                draft.header(),
                0,
                block,
                other.votes(other.header(), block, SimPool.signers(1, 2, 3, 4))),
            SimPool.validators(1, 2, 3, 4),
            List.of()));
    var own = new BlockId(draft.header().hash(), 1, SimPool.hash("parts"));
    lie(
        "votes-of-another-height",
        "the votes were given at another height",
        Reason.TOO_FEW_SIGNATURES,
        new PoolSeal(
            new SignedHeader(
                draft.header(),
                0,
                own,
                draft.at(7).votes(draft.at(7).header(), own, SimPool.signers(1, 2, 3, 4))),
            SimPool.validators(1, 2, 3, 4),
            List.of()));
    lie(
        "vote-time-changed",
        "two votes say another time than was signed",
        Reason.TOO_FEW_SIGNATURES,
        state(good),
        a -> {
          ((ObjectNode) votes(a).get(0)).put("time", "2026-11-24T12:00:00Z");
          ((ObjectNode) votes(a).get(1)).put("time", "2026-11-24T12:00:00Z");
        });
  }

  private void liesAboutValidators() {
    var draft = pool.draft().at(40);
    var joined = step(10, set(1, 2, 3, 4), set(1, 2, 3, 4, 5), 1, 2, 3);
    var left = step(20, set(1, 2, 3, 4, 5), set(2, 3, 4, 5), 1, 2, 3, 5);
    var changed = step(30, set(2, 3, 4, 5), set(3, 4, 5, 6), 2, 3, 4);
    lie(
        "own-validators",
        "validators that nobody let in signed",
        Reason.WRONG_VALIDATORS,
        pool.draft().by(SimPool.validators(6, 7, 8, 9)).seal(SimPool.signers(6, 7, 8, 9)));
    lie(
        "validators-swapped",
        "the validators that are shown are not those of the header",
        Reason.WRONG_VALIDATORS,
        state(pool.draft().seal(SimPool.signers(1, 2, 3, 4))),
        a ->
            ((ObjectNode) checkpoint(a).get("pool")).set("validators", validatorsJson(5, 6, 7, 8)));
    lie(
        "trail-unsigned",
        "nobody signed the change of the validators",
        Reason.TOO_FEW_SIGNATURES,
        draft
            .by(SimPool.validators(1, 2, 3, 4, 5))
            .seal(
                SimPool.signers(2, 3, 4, 5), step(10, set(1, 2, 3, 4), set(1, 2, 3, 4, 5), 1, 2)));
    lie(
        "trail-to-others",
        "the change names other validators than those that are shown",
        Reason.WRONG_VALIDATORS,
        draft
            .by(SimPool.validators(6, 7, 8, 9))
            .seal(
                SimPool.signers(6, 7, 8, 9),
                new Step(joined.signed(), SimPool.validators(6, 7, 8, 9))));
    lie(
        "trail-with-a-gap",
        "the second of three changes is left out",
        Reason.WRONG_VALIDATORS,
        draft.by(SimPool.validators(3, 4, 5, 6)).seal(SimPool.signers(3, 5, 6), joined, changed));
    lie(
        "trail-turned",
        "two changes stand in the wrong order",
        Reason.WRONG_VALIDATORS,
        draft.by(SimPool.validators(2, 3, 4, 5)).seal(SimPool.signers(3, 4, 5), left, joined));
    lie(
        "trail-beyond",
        "a change is of a later height than the header",
        Reason.WRONG_VALIDATORS,
        draft
            .at(9)
            .by(SimPool.validators(1, 2, 3, 4, 5))
            .seal(SimPool.signers(2, 3, 4, 5), joined));
    lie(
        "skipping-too-few",
        "no trail, and only one of the first four signed",
        Reason.WRONG_VALIDATORS,
        draft.by(SimPool.validators(4, 5, 6, 7)).seal(SimPool.signers(4, 5, 6, 7)));
    lie(
        "those-who-left",
        "the first four sign on after two changes, in their own name",
        Reason.WRONG_VALIDATORS,
        draft
            .by(SimPool.validators(1, 2, 3, 9))
            .seal(SimPool.signers(1, 9, 3), joined, left, changed));
  }

  private static ArrayNode validatorsJson(int... numbers) {
    var seal =
        new Draft(
                "hansa-x",
                1,
                TestNetwork.BEGIN,
                SimPool.validators(numbers),
                SimPool.validators(numbers),
                SimPool.NONE,
                0)
            .seal(List.of());
    return (ArrayNode) seal.toJson().get("validators");
  }
}
