package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Logs and states give the roots of Indy's own software.
class IndyVectorsTest {
  private static final JsonNode REPLIES = Vectors.read("indy/indy-reply-vectors.json");

  static Stream<JsonNode> tries() {
    return Vectors.read("indy/trie-vectors.json").get("tries").valueStream();
  }

  private static JsonNode exchange(String name) {
    return REPLIES
        .get("exchanges")
        .valueStream()
        .filter(exchange -> exchange.get("name").textValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Bytes> path(JsonNode path) {
    return path.valueStream().map(hash -> Bytes.copyOf(Base58.decode(hash.textValue()))).toList();
  }

  private static Bytes base58(JsonNode text) {
    return Bytes.copyOf(Base58.decode(text.textValue()));
  }

  @Test
  void the_pool_genesis_has_the_roots_of_indy_vdr() {
    var tree = new MerkleTree();
    var roots = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      var line = Json.parseObject(REPLIES.get("genesis").get(i).textValue());
      var _ = tree.append(MerkleLog.leafHash(Leaves.encode(line).toArray()));
      roots.add(Base58.encode(tree.root().toArray()));
    }
    assertThat(roots)
        .containsExactly(
            "F6s6DrdYCCb9zsV7cgDLyq7SrTQGTyNTW5Bp5UkNPc9J",
            "2a82sC7UoU7oS1djSyRoGoL3NRs68e1m8MmD6qxDWYmf",
            "AxTPQHegUsc9x8ALxYnVgJc534329UUXyLiMW9iockF4");
  }

  @Test
  void a_transaction_of_a_real_pool_is_in_its_log() {
    var data = (ObjectNode) exchange("GET_TXN_domain_last").get("result").get("data");
    var transaction = data.deepCopy().without(List.of("rootHash", "auditPath", "ledgerSize"));
    var leaf = Leaves.encode((ObjectNode) transaction);
    assertThat(Leaves.decode(leaf)).isEqualTo(transaction);
    var proof =
        new InclusionProof(10, data.get("ledgerSize").asLong(), path(data.get("auditPath")));
    assertThat(proof.verify(MerkleLog.leafHash(leaf.toArray()), base58(data.get("rootHash"))))
        .isTrue();
  }

  @Test
  void a_write_of_a_real_pool_gives_the_leaf_that_we_would_write() {
    var exchange = exchange("NYM_new_endorser");
    var result = (ObjectNode) exchange.get("result");
    var transaction =
        Transactions.of(
            IndyRequest.parse(exchange.get("request").toString()),
            Optional.of(result.get("txnMetadata").get("txnId").textValue()),
            result.get("txnMetadata").get("seqNo").asLong(),
            java.time.Instant.ofEpochSecond(result.get("txnMetadata").get("txnTime").asLong()));
    long size = result.get("txnMetadata").get("seqNo").asLong();
    assertThat(
            MerkleLog.verifyInclusion(
                MerkleLog.leafHash(Leaves.encode(transaction).toArray()),
                size - 1,
                size,
                path(result.get("auditPath")),
                base58(result.get("rootHash"))))
        .isTrue();
  }

  @Test
  void a_did_of_a_real_pool_is_in_its_state() {
    var result = exchange("GET_NYM_found").get("result");
    var proof = result.get("state_proof");
    var value = Json.parseObject(result.get("data").textValue());
    value.remove("dest");
    var key = Nym.key(result.get("dest").textValue());
    var root = base58(proof.get("root_hash"));
    assertThat(new StateProof(nodes(proof, root, key)).verify(root, key))
        .contains(StateJson.write(value));
    assertThat(Nym.read(result.get("dest").textValue(), StateJson.write(value)).stateValue())
        .isEqualTo(StateJson.write(value));
  }

  @Test
  void a_did_that_a_real_pool_does_not_know_is_proved_absent() {
    var result = exchange("GET_NYM_missing").get("result");
    var proof = result.get("state_proof");
    var key = Nym.key(result.get("dest").textValue());
    var root = base58(proof.get("root_hash"));
    assertThat(new StateProof(nodes(proof, root, key)).verify(root, key)).isEmpty();
  }

  // Indy's proofs may have a node twice or one too many; ours may not.
  private static List<Bytes> nodes(JsonNode proof, Bytes root, Bytes key) {
    var list = Rlp.decode(Base64.getDecoder().decode(proof.get("proof_nodes").textValue()));
    var kept = new java.util.HashMap<Bytes, Bytes>();
    for (var item : list.items()) {
      var rlp = encode(item);
      kept.put(TrieNode.hash(rlp), Bytes.copyOf(rlp));
    }
    return Trie.prove(root, key, hash -> Optional.ofNullable(kept.get(hash)));
  }

  private static byte[] encode(Rlp.Item item) {
    return item.isList()
        ? Rlp.list(item.items().stream().map(IndyVectorsTest::encode).toArray(byte[][]::new))
        : Rlp.bytes(item.content());
  }

  @ParameterizedTest
  @MethodSource("tries")
  void a_trie_has_the_root_of_indy_vdr(JsonNode vector) {
    var trie = new Trie(Trie.EMPTY_ROOT, _ -> Optional.empty());
    vector
        .get("entries")
        .properties()
        .forEach(e -> trie.put(Bytes.utf8(e.getKey()), Bytes.utf8(e.getValue().textValue())));
    var _ = trie.commit();
    var root =
        vector.has("rootHex")
            ? Bytes.fromHex(vector.get("rootHex").textValue())
            : base58(vector.get("rootBase58"));
    assertThat(trie.root()).isEqualTo(root);
  }

  @Test
  void the_empty_trie_has_the_root_of_indy() {
    assertThat(Trie.EMPTY_ROOT.toHex()).startsWith("bc2071a4").endsWith("c094547f");
  }

  @Test
  void a_proof_with_a_node_of_another_trie_proves_nothing() {
    var vector =
        tries()
            .filter(v -> v.get("name").textValue().equals("extension"))
            .findFirst()
            .orElseThrow();
    var root = Bytes.fromHex(vector.get("rootHex").textValue());
    var list = Rlp.decode(Bytes.fromHex(vector.get("proofHex").textValue()).toArray());
    var nodes = list.items().stream().map(item -> Bytes.copyOf(encode(item))).toList();
    assertThat(new StateProof(nodes).verify(root, Bytes.utf8("333"))).contains(Bytes.utf8("v4"));
    assertThat(new StateProof(nodes).verify(root, Bytes.utf8("33"))).contains(Bytes.utf8("v1"));
    assertThatThrownBy(() -> new StateProof(nodes).verify(root, Bytes.utf8("D")))
        .isInstanceOf(MalformedInput.class);
  }
}
