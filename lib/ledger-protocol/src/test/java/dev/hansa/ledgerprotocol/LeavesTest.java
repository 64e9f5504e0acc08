package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

class LeavesTest {
  @Provide
  Arbitrary<ObjectNode> objects() {
    var texts = Arbitraries.strings().all().ofMaxLength(40).filter(LeavesTest::isText);
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            texts.map(text -> Json.newObject().textNode(text)),
            Arbitraries.longs().map(LeavesTest::number),
            Arbitraries.integers().between(-200, 70_000).map(LeavesTest::number),
            Arbitraries.of(true, false).map(value -> Json.newObject().booleanNode(value)),
            Arbitraries.just(Json.newObject().nullNode()));
    var arrays =
        leaves
            .list()
            .ofMaxSize(20)
            .<JsonNode>map(items -> {
              var array = Json.newArray();
              items.forEach(array::add);
              return array;
            });
    return Arbitraries.maps(texts, Arbitraries.oneOf(leaves, arrays))
        .ofMaxSize(20)
        .map(entries -> {
          var object = Json.newObject();
          entries.forEach(object::set);
          return object;
        });
  }

  private static JsonNode number(long value) {
    return Json.parse(Long.toString(value));
  }

  private static boolean isText(String text) {
    return Bytes.utf8(text).toUtf8().equals(text);
  }

  @Property(tries = 150)
  void a_leaf_is_what_another_library_writes_and_reads_back(@ForAll("objects") ObjectNode object)
      throws IOException {
    var leaf = Leaves.encode(object);
    try (var packer = MessagePack.newDefaultBufferPacker()) {
      pack(object, packer);
      assertThat(leaf).isEqualTo(Bytes.copyOf(packer.toByteArray()));
    }
    assertThat(Leaves.decode(leaf)).isEqualTo(object);
  }

  private static void pack(JsonNode node, MessagePacker packer) throws IOException {
    if (node.isObject()) {
      packer.packMapHeader(node.size());
      for (var name : SigningText.sortedNames(node)) {
        packer.packString(name);
        pack(node.get(name), packer);
      }
    } else if (node.isArray()) {
      packer.packArrayHeader(node.size());
      for (var item : node) {
        pack(item, packer);
      }
    } else if (node.isTextual()) {
      packer.packString(node.textValue());
    } else if (node.isBoolean()) {
      packer.packBoolean(node.booleanValue());
    } else if (node.isNull()) {
      packer.packNil();
    } else {
      packer.packLong(node.longValue());
    }
  }

  @Example
  void integers_of_64_bits_keep_their_value() {
    var object = Json.parseObject("{\"a\":18446744073709551615,\"b\":-9223372036854775808}");
    assertThat(Leaves.decode(Leaves.encode(object))).isEqualTo(object);
    assertThat(Leaves.encode(object).toHex())
        .isEqualTo("82a161cfffffffffffffffffa162d38000000000000000");
  }

  @Example
  void a_float_has_no_leaf() {
    assertThatThrownBy(() -> Leaves.encode(Json.parseObject("{\"a\":1.5}")))
        .isInstanceOf(MalformedInput.class);
  }

  @Example
  void what_is_no_leaf_is_malformed() {
    for (var hex :
        List.of(
            "",
            "01",
            "8000",
            "81",
            "81a161",
            "8101a161",
            "81a161c1",
            "81a161ca00000000",
            "81a161c40100",
            "81a161dbffffffff",
            "81a161ddffffffff",
            "81a161dfffffffff",
            "81a1ff01",
            "81a161" + "91".repeat(40) + "01")) {
      assertThatThrownBy(() -> Leaves.decode(Bytes.fromHex(hex)))
          .as(hex)
          .isInstanceOf(MalformedInput.class);
    }
  }
}
