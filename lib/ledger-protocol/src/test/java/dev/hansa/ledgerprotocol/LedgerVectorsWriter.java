package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.key;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Writes `vectors/ledger` again: `LedgerVectorsWriter FOLDER`. All signatures are deterministic,
/// so nothing changes unless the rules do.
final class LedgerVectorsWriter {
  private static final String SOURCE =
      "Written by LedgerVectorsWriter in lib/ledger-protocol; keys are made of public seeds.";

  private final Path folder;
  private final TestStory story = new TestStory();
  private final Map<String, ObjectNode> files = new TreeMap<>();

  private LedgerVectorsWriter(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException {
    new LedgerVectorsWriter(Path.of(arguments[0])).write();
  }

  private void write() throws IOException {
    var net = story.net;
    put(folder.resolve("genesis.json"), net.genesis.text());
    put(folder.resolve("blocks.txt"), String.join("\n", net.lines) + "\n");
    put(
        folder.resolve("replay.json"),
        Json.newObject()
                .put("source", SOURCE)
                .put("genesisHash", net.genesis.hash().toHex())
                .put("height", net.store.head().orElseThrow().height())
                .put("appHash", net.store.head().orElseThrow().appHash().toHex())
                .toPrettyString()
            + "\n");
    malformedRequests();
    flush("malformed-requests");
    refusedRequests();
    flush("refused-requests");
    lies();
    flush("lies");
    new ConsistencyVectors(net, files).fill();
    flush("consistency");
  }

  private static void put(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void flush(String name) {
    var index = Json.newObject();
    var names = index.putArray("files");
    files.forEach((file, json) -> {
      names.add(file + ".json");
      json.put("source", SOURCE);
      put(folder.resolve(name).resolve(file + ".json"), json.toPrettyString() + "\n");
    });
    put(folder.resolve(name).resolve("index.json"), index.toPrettyString() + "\n");
    files.clear();
  }

  private void malformed(String name, String defect, String request) {
    files.put(name, Json.newObject().put("defect", defect).put("request", request));
  }

  private String good() {
    return story
        .net
        .request(
            RequestBuilder.newNym(
                story.operator.did(), story.stranger.did(), key(story.stranger.nym())),
            story.operator)
        .text();
  }

  private void malformedRequests() {
    var good = good();
    malformed("not-json", "the text ends in its middle", good.substring(0, good.length() - 2));
    malformed("array", "the text is an array", "[" + good + "]");
    malformed("two-values", "something follows the object", good + " {}");
    malformed("member-twice", "reqId stands twice", good.replace("{\"id", "{\"reqId\":1,\"id"));
    malformed("no-identifier", "nobody is the author", good.replace("\"identifier\"", "\"x\""));
    malformed(
        "identifier-length",
        "the author's DID has 15 bytes",
        good.replace(ShortDid.of(story.operator.did()) + "\",", "2UzHM1sTyGPBkmtXeqGD1\","));
    malformed(
        "identifier-not-base58",
        "the author's DID has a zero, which base58 has not",
        good.replace("\"identifier\":\"", "\"identifier\":\"0"));
    malformed("no-operation", "there is no operation", good.replace("\"operation\"", "\"x\""));
    malformed(
        "type-a-number", "the type is a number", good.replace("\"type\":\"1\"", "\"type\":1"));
    malformed("no-req-id", "there is no reqId", good.replace("\"reqId\"", "\"x\""));
    malformed("req-id-negative", "the reqId is below 0", good.replace("\"reqId\":", "\"reqId\":-"));
    malformed(
        "req-id-65-bits", "the reqId is too long", good.replace("\"reqId\":", "\"reqId\":99999"));
    malformed(
        "req-id-a-text",
        "the reqId is a text",
        good.replaceAll("\"reqId\":(\\d+)", "\"reqId\":\"$1\""));
    malformed(
        "protocol-version-3",
        "there is no protocol version 3",
        good.replace("\"protocolVersion\":2", "\"protocolVersion\":3"));
    malformed(
        "both-signature-members",
        "signature and signatures stand together",
        good.replace("\"signature\":", "\"signatures\":{},\"signature\":"));
    malformed(
        "signatures-empty",
        "signatures has no member",
        good.replaceAll("\"signature\":\"[^\"]+\"", "\"signatures\":{}"));
    malformed(
        "signatures-of-no-did",
        "a signer is no DID",
        good.replaceAll("\"signature\":(\"[^\"]+\")", "\"signatures\":{\"me\":$1}"));
    malformed(
        "endorser-no-did",
        "the endorser is no DID",
        good.replace("{\"id", "{\"endorser\":\"x\",\"id"));
    malformed(
        "taa-a-text",
        "taaAcceptance is a text",
        good.replace("{\"id", "{\"taaAcceptance\":\"yes\",\"id"));
    malformed(
        "half-a-surrogate-pair",
        "a text has half of a surrogate pair",
        good.replace("\"version\":2", "\"version\":2,\"alias\":\"\\ud83d\""));
    malformed(
        "integer-of-65-bits",
        "an integer does not fit 64 bits",
        good.replace("\"version\":2", "\"version\":99999999999999999999"));
    malformed(
        "too-deep",
        "arrays are nested 40 deep",
        good.replace("\"version\":2", "\"version\":" + "[".repeat(40) + "]".repeat(40)));
  }

  private void refused(String name, String defect, String rule, IndyRequest request) {
    files.put(
        name,
        Json.newObject()
            .put("defect", defect)
            .put("time", story.net.now().plusSeconds(5).toString())
            .put("request", request.text())
            .put("rule", rule));
  }

  // A NYM by the operator with one change of its operation, signed after the change.
  private void nym(String name, String defect, String rule, Consumer<ObjectNode> change) {
    var json = Json.parseObject(good());
    json.remove("signature");
    change.accept(Json.object(json, "operation"));
    refused(
        name,
        defect,
        rule,
        IndyRequest.of(json).signedBy(story.operator.did(), story.operator.nym()));
  }

  // An accreditation by two trustees with one change of its payload.
  private void payload(String name, String defect, String rule, Consumer<ObjectNode> change) {
    var net = story.net;
    var json =
        net.request(
                story.payload(
                    PayloadType.ACCREDITATION,
                    net.trustee,
                    story.grant(story.provider, java.util.List.of("DK"), false)))
            .toJson();
    var operation = Json.object(json, "operation");
    var payload = Json.parseObject(Bytes.fromBase64Url(Json.text(operation, "payload", 20_000)));
    change.accept(payload);
    operation.put("payload", Bytes.copyOf(StateJson.write(payload).toArray()).toBase64Url());
    refused(
        name,
        defect,
        rule,
        IndyRequest.of(json)
            .signedBy(net.trustee.did(), net.trustee.nym())
            .signedBy(net.second.did(), net.second.nym()));
  }

  private void refusedRequests() {
    nym(
        "dest-32-bytes",
        "the dest has 32 bytes",
        "malformed-operation",
        o -> o.put("dest", "GJ1SzoWzavQYfNL9XkaJdrQejfztN4XqdsiV4ct3LXKL"));
    nym("dest-missing", "there is no dest", "malformed-operation", o -> o.remove("dest"));
    nym(
        "verkey-31-bytes",
        "the verkey has 31 bytes",
        "malformed-operation",
        o -> o.put("verkey", dev.hansa.identity.Base58.encode(new byte[31])));
    nym(
        "verkey-no-point",
        "the verkey is no point of the curve",
        "malformed-operation",
        o -> o.put("verkey", dev.hansa.identity.Base58.encode(TestNetwork.hash("0").toArray())));
    nym("role-unknown", "there is no role 7", "malformed-operation", o -> o.put("role", "7"));
    nym("role-a-number", "the role is a number", "malformed-operation", o -> o.put("role", 101));
    nym("version-3", "there is no NYM version 3", "malformed-operation", o -> o.put("version", 3));
    nym(
        "member-unknown",
        "the operation has a member of no meaning",
        "malformed-operation",
        o -> o.put("extra", "x"));
    nym(
        "content-no-json",
        "diddocContent is no JSON",
        "malformed-operation",
        o -> o.put("diddocContent", "{"));
    nym(
        "content-with-id",
        "diddocContent has an id",
        "malformed-operation",
        o -> o.put("diddocContent", "{\"id\":\"did:indy:hansa:x\"}"));
    nym(
        "content-with-verkey",
        "diddocContent takes the name verkey",
        "malformed-operation",
        o ->
            o.put(
                "diddocContent",
                "{\"verificationMethod\":[{\"id\":\"did:indy:hansa:x#verkey\",\"type\":\"T\"}]}"));
    nym(
        "content-too-long",
        "diddocContent has 10,241 characters",
        "malformed-operation",
        o -> o.put("diddocContent", "{\"x\":\"" + "y".repeat(10_233) + "\"}"));
    nym(
        "dest-of-another-key",
        "the DID is not made of this key",
        "dest-not-of-verkey",
        o -> o.put("dest", ShortDid.of(TestNetwork.account("nobody").did())));
    nym("role-by-endorser", "an endorser gives a role", "not-authorised", o -> o.put("role", "0"));
    nym("type-unknown", "there is no type 9999", "unknown-type", o -> o.put("type", "9999"));
    requestsAsAWhole();
    payload(
        "payload-other-network",
        "the payload is for another network",
        "other-network",
        p -> p.put("network", "other"));
    payload(
        "payload-expired",
        "the payload expired a second ago",
        "expired",
        p -> p.put("expires", story.net.now().plusSeconds(4).toString()));
    payload(
        "payload-number-of-54-bits",
        "a number of the payload has 54 bits",
        "malformed-operation",
        p -> p.put("validityMaxSeconds", 9_007_199_254_740_993L));
    spacedPayload();
    payload(
        "payload-member-unknown",
        "the payload has a member of no meaning",
        "malformed-operation",
        p -> p.put("extra", 1));
    payload(
        "payload-time-with-offset",
        "a time is not in UTC with Z",
        "malformed-operation",
        p -> p.put("validFrom", "2026-11-24T13:00:00+01:00"));
    payload(
        "payload-backwards",
        "validUntil is before validFrom",
        "malformed-operation",
        p -> p.put("validUntil", "2026-01-01T00:00:00Z"));
    payload(
        "payload-territory",
        "a territory is no ISO 3166 code",
        "malformed-operation",
        p -> p.putArray("territories").add("dk"));
    payload(
        "payload-validity-0",
        "a credential would be valid for no time",
        "malformed-operation",
        p -> p.put("validityMaxSeconds", 0));
    payload(
        "issuer-unknown",
        "the issuer is not on the ledger",
        "unknown-did",
        p -> p.put("issuer", TestNetwork.account("nobody").did().toString()));
    payload(
        "issuer-deactivated",
        "the issuer is deactivated",
        "unknown-did",
        p -> p.put("issuer", story.gone.did().toString()));
    payload(
        "type-not-on-the-ledger",
        "the credential type is not there",
        "unknown-credential-type",
        p -> p.put("vct", "urn:hansa:nothing:1"));
  }

  private void spacedPayload() {
    var json =
        Json.parseObject(
            story
                .net
                .request(
                    story.payload(
                        PayloadType.ANCHOR,
                        story.operator,
                        Payloads.anchor("receipts", 10, TestNetwork.hash("root 10"))),
                    story.operator)
                .text());
    json.remove("signature");
    var operation = Json.object(json, "operation");
    var payload = Bytes.fromBase64Url(Json.text(operation, "payload", 20_000)).toUtf8();
    operation.put("payload", Bytes.utf8(payload.replace(":10", ": 10")).toBase64Url());
    refused(
        "payload-not-canonical",
        "the payload has a space",
        "malformed-operation",
        IndyRequest.of(json).signedBy(story.operator.did(), story.operator.nym()));
  }

  private void requestsAsAWhole() {
    var net = story.net;
    var json = Json.parseObject(good());
    refused(
        "unknown-member",
        "the request has a member that is not kept",
        "unknown-member",
        IndyRequest.of(json.deepCopy().put("comment", "x")));
    var old = json.deepCopy();
    old.remove("protocolVersion");
    refused(
        "no-protocol-version",
        "the protocolVersion is missing",
        "protocol-version",
        IndyRequest.of(old));
    var unsigned = json.deepCopy();
    unsigned.remove("signature");
    refused("unsigned", "nobody signed", "missing-signature", IndyRequest.of(unsigned));
    refused(
        "signature-of-other-text",
        "the signature is of another request",
        "bad-signature",
        IndyRequest.of(json.deepCopy().put("reqId", 5)));
    refused(
        "signature-short",
        "the signature has 63 bytes",
        "bad-signature",
        IndyRequest.of(
            json.deepCopy().put("signature", dev.hansa.identity.Base58.encode(new byte[63]))));
    refused(
        "signature-not-base58",
        "the signature is no base58",
        "bad-signature",
        IndyRequest.of(json.deepCopy().put("signature", "0OIl")));
    refused(
        "signer-unknown",
        "the author is not on the ledger",
        "unknown-signer",
        net.request(
            RequestBuilder.nym(story.stranger.did(), story.operator.did()).role(Role.TRUSTEE),
            story.stranger));
    refused(
        "signer-deactivated",
        "the author gave its key away",
        "unknown-signer",
        net.request(
            RequestBuilder.nym(story.gone.did(), story.gone.did()).verkey(key(story.gone.nym())),
            story.gone));
    refused(
        "one-trustee",
        "one trustee signed where two must",
        "not-authorised",
        net.request(
            story.payload(
                PayloadType.ACCREDITATION,
                net.trustee,
                story.grant(story.provider, java.util.List.of("DK"), false)),
            net.trustee));
    refused(
        "agreement-one-party",
        "the customer did not sign",
        "parties-must-sign",
        net.request(
            story.payload(PayloadType.AGREEMENT, story.operator, story.agreement("agreement-2")),
            story.operator,
            story.provider));
    refused(
        "agreement-twice",
        "the agreement is on the ledger",
        "agreement-exists",
        net.request(
            story.payload(PayloadType.AGREEMENT, story.operator, story.agreement("agreement-1")),
            story.operator,
            story.provider,
            story.customer));
    refused(
        "anchor-shrinks",
        "the log got shorter",
        "anchor-shrinks",
        net.request(
            story.payload(
                PayloadType.ANCHOR,
                story.operator,
                Payloads.anchor("receipts", 8, TestNetwork.hash("root 8"))),
            story.operator));
  }

  private void lie(
      String name,
      String defect,
      Unproved.Reason reason,
      ObjectNode answer,
      Consumer<ObjectNode> lie) {
    var told = answer.deepCopy();
    lie.accept(told);
    var file =
        Json.newObject()
            .put("defect", defect)
            .put("now", story.net.now().plusSeconds(10).toString())
            .put("reason", reason.code());
    file.set("answer", told);
    files.put(name, file);
  }

  private void lies() {
    var net = story.net;
    var checkpoint = net.checkpoint(net.now().plusSeconds(10));
    var there = Keys.accreditation(TestStory.LICENCE, story.regulator.did());
    var state = LedgerAnswers.state(net.store, checkpoint, SubLedger.DOMAIN, there);
    var list =
        LedgerAnswers.list(
            net.store, checkpoint, SubLedger.DOMAIN, Keys.accreditations(TestStory.LICENCE));
    var transaction =
        LedgerAnswers.transaction(net.store, checkpoint, SubLedger.DOMAIN, 9).orElseThrow();
    var none = Unproved.Reason.STATE_NOT_PROVED;
    lie(
        "value-changed",
        "the value is another one",
        Unproved.Reason.VALUE_NOT_PROVED,
        state,
        a -> a.put("value", Bytes.utf8("{}").toBase64Url()));
    lie(
        "absence-invented",
        "the value is null",
        Unproved.Reason.VALUE_NOT_PROVED,
        state,
        a -> a.putNull("value"));
    lie(
        "absence-with-cut-path",
        "the path ends before the value",
        none,
        state,
        a -> {
          a.putNull("value");
          var nodes = (ArrayNode) a.get("nodes");
          var _ = nodes.remove(nodes.size() - 1);
        });
    lie(
        "node-changed",
        "a bit of the last node is flipped",
        none,
        state,
        a -> {
          var nodes = (ArrayNode) a.get("nodes");
          var bytes = Bytes.fromBase64Url(nodes.get(nodes.size() - 1).asText()).toArray();
          bytes[bytes.length - 1] ^= 1;
          nodes.set(nodes.size() - 1, Bytes.copyOf(bytes).toBase64Url());
        });
    lie(
        "node-twice",
        "a node stands twice",
        none,
        state,
        a -> {
          var nodes = (ArrayNode) a.get("nodes");
          nodes.add(nodes.get(0).asText());
        });
    lie("other-ledger", "the proof is of another ledger", none, state, a -> a.put("ledger", 1001));
    lie("nodes-missing", "there are no nodes", none, state, a -> a.remove("nodes"));
    for (int i : new int[] {0, 1, list.get("nodes").size() - 1}) {
      lie(
          "list-entry-dropped-" + i,
          "a node of the list is left out",
          Unproved.Reason.LIST_NOT_PROVED,
          list,
          a -> ((ArrayNode) a.get("nodes")).remove(i));
    }
    lie(
        "list-of-shorter-prefix",
        "the nodes are of a longer prefix",
        Unproved.Reason.LIST_NOT_PROVED,
        list,
        a -> a.put("prefix", Bytes.utf8("2").toBase64Url()));
    lie(
        "transaction-changed",
        "the transaction says another role",
        Unproved.Reason.TRANSACTION_NOT_PROVED,
        transaction,
        a -> ((ObjectNode) a.get("transaction")).put("ver", "2"));
    lie(
        "transaction-moved",
        "the transaction stands at another number",
        Unproved.Reason.TRANSACTION_NOT_PROVED,
        transaction,
        a -> a.put("seqNo", 10));
    lie(
        "transaction-path-cut",
        "the audit path is too short",
        Unproved.Reason.TRANSACTION_NOT_PROVED,
        transaction,
        a -> ((ArrayNode) a.get("auditPath")).remove(0));
    checkpoints(state);
  }

  private void checkpoints(ObjectNode state) {
    var net = story.net;
    var head = net.store.head().orElseThrow();
    var now = net.now().plusSeconds(10);
    checkpoint(
        "network",
        "the checkpoint is of another network",
        Unproved.Reason.WRONG_NETWORK,
        state,
        Checkpoint.sign("other", head, now, net.node.nym()));
    checkpoint(
        "signer",
        "a steward signed, not the node",
        Unproved.Reason.WRONG_SIGNER,
        state,
        Checkpoint.sign("hansa", head, now, net.steward.nym()));
    checkpoint(
        "stale",
        "the checkpoint is 61 seconds old",
        Unproved.Reason.STALE_CHECKPOINT,
        state,
        net.checkpoint(now.minusSeconds(61)));
    checkpoint(
        "future",
        "the checkpoint is signed 61 seconds ahead",
        Unproved.Reason.CHECKPOINT_FROM_THE_FUTURE,
        state,
        net.checkpoint(now.plusSeconds(61)));
    lie(
        "checkpoint-height",
        "the height was changed after signing",
        Unproved.Reason.WRONG_SIGNER,
        state,
        a -> Json.object(a, "checkpoint").put("height", 1000));
    lie(
        "checkpoint-app-hash",
        "the app hash is not of the roots",
        Unproved.Reason.MALFORMED_ANSWER,
        state,
        a -> Json.object(a, "checkpoint").put("appHash", TestNetwork.hash("other").toBase64Url()));
    lie(
        "checkpoint-ledgers-turned",
        "the ledgers stand in another order",
        Unproved.Reason.MALFORMED_ANSWER,
        state,
        a -> {
          var ledgers = (ArrayNode) a.get("checkpoint").get("ledgers");
          ledgers.add(ledgers.remove(0));
        });
    lie(
        "checkpoint-missing",
        "there is no checkpoint",
        Unproved.Reason.MALFORMED_ANSWER,
        state,
        a -> a.remove("checkpoint"));
  }

  private void checkpoint(
      String name, String defect, Unproved.Reason reason, ObjectNode state, Checkpoint checkpoint) {
    lie("checkpoint-" + name, defect, reason, state, a -> a.set("checkpoint", checkpoint.toJson()));
  }
}
