package dev.hansa.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ReceiptFileVerifierTest {
  private final ReceiptWorld world = new ReceiptWorld();

  private byte[] file(StoredReceipt receipt) {
    var _ = world.anchors().anchor();
    return world.export(receipt);
  }

  private static ReceiptCheck check(byte[] file) {
    return ReceiptFileVerifier.verify(file, Optional.empty());
  }

  private static String failed(byte[] file) {
    return check(file) instanceof ReceiptCheck.Fails(var name, _) ? name : "holds";
  }

  private static ReceiptCheck.Holds holds(byte[] file) {
    return switch (check(file)) {
      case ReceiptCheck.Holds holds -> holds;
      case ReceiptCheck.Fails fails -> throw new AssertionError(fails.toString());
    };
  }

  /// The file with a change and a checksum that fits it again.
  private static byte[] with(byte[] file, java.util.function.Consumer<ObjectNode> change) {
    var json = Json.parseObject(Bytes.copyOf(file).toUtf8(), ReceiptFile.LENGTH_MAX);
    change.accept(json);
    json.put("checksum", ReceiptFile.checksum(json));
    return Json.canonical(json).toArray();
  }

  @Test
  void a_permit_holds_from_its_file_alone() {
    var receipt = world.decide();
    var holds = holds(file(receipt));
    assertThat(holds.id()).isEqualTo(receipt.id());
    assertThat(holds.issuer()).isEqualTo(world.operator.did());
    assertThat(holds.kind()).isEqualTo("decision");
    assertThat(holds.outcome()).isEqualTo("permit");
    assertThat(holds.action()).isEqualTo("createOffering");
    assertThat(holds.policies()).containsExactly("P01-offer");
    assertThat(holds.genesis()).isEqualTo(world.ledger.genesis().hash());
    assertThat(holds.checks())
        .containsExactly(
            "file",
            "genesis",
            "signature",
            "commitments",
            "log",
            "evidence",
            "accreditation",
            "status",
            "replay");
  }

  @Test
  void a_denial_holds_with_its_reasons() {
    world.band = "n99";
    var holds = holds(file(world.decide()));
    assertThat(holds.outcome()).isEqualTo("deny");
    assertThat(holds.policies()).containsExactly("F02-band-not-licensed");
  }

  @Test
  void a_denial_for_a_revoked_licence_holds() {
    world.licenceStatus = 1;
    world.licenceOk = false;
    assertThat(holds(file(world.decide())).policies()).containsExactly("F01-licence-revoked");
  }

  @Test
  void a_fact_that_hides_a_revocation_does_not_hold() {
    world.licenceStatus = 1;
    var receipt = world.decide();
    var _ = world.anchors().anchor();
    assertThat(world.exporter.export(receipt.id(), receipt.owner()))
        .isInstanceOfSatisfying(
            ReceiptExport.DoesNotHold.class, no -> assertThat(no.check()).isEqualTo("evidence"));
  }

  @Test
  void a_verification_holds() {
    var holds = holds(file(world.verify(Optional.empty())));
    assertThat(holds.kind()).isEqualTo("verification");
    assertThat(holds.outcome()).isEqualTo("verified");
    assertThat(holds(file(world.verify(Optional.of("revoked")))).outcome()).isEqualTo("revoked");
  }

  @Test
  void a_pinned_genesis_is_the_only_one_believed() {
    var file = file(world.decide());
    var pinned = Optional.of(world.ledger.genesis().hash());
    assertThat(ReceiptFileVerifier.verify(file, pinned)).isInstanceOf(ReceiptCheck.Holds.class);
    var other = Optional.of(Bytes.utf8("other").sha256());
    assertThat(ReceiptFileVerifier.verify(file, other))
        .isInstanceOfSatisfying(
            ReceiptCheck.Fails.class, no -> assertThat(no.check()).isEqualTo("genesis"));
  }

  @Test
  void another_genesis_is_refused() {
    var other = LocalLedger.found(world.clock, new SecureRandom()).genesis().toJson();
    assertThat(failed(with(file(world.decide()), json -> json.set("genesis", other))))
        .isEqualTo("genesis");
  }

  @Test
  void any_changed_byte_is_found() {
    var file = file(world.decide());
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261122);
    for (int i = 0; i < 250; i++) {
      var changed = file.clone();
      int at = random.nextInt(file.length);
      changed[at] ^= (byte) (1 << random.nextInt(8));
      assertThat(failed(changed)).as("byte " + at).isNotEqualTo("holds");
    }
  }

  @Test
  void a_byte_more_or_less_or_ignorable_space_is_found() {
    var file = Bytes.copyOf(file(world.decide())).toUtf8();
    for (var changed :
        List.of(file + "\n", " " + file, file.substring(1), file.replaceFirst(":", ": "))) {
      assertThat(failed(Bytes.utf8(changed).toArray())).isEqualTo("file");
    }
  }

  @Test
  void a_changed_fact_is_refused_also_with_a_new_checksum() {
    var file = file(world.decide());
    var json = Json.parseObject(Bytes.copyOf(file).toUtf8(), ReceiptFile.LENGTH_MAX);
    int changes = 0;
    for (var part : List.of("opened", "log", "policies", "statusTokens", "receipt", "format")) {
      for (var pointer : leaves(json.get(part), "/" + part)) {
        var changed = with(file, whole -> alter(whole, pointer));
        assertThat(failed(changed)).as(pointer).isNotEqualTo("holds");
        changes++;
      }
    }
    assertThat(changes).isGreaterThan(100);
  }

  @Test
  void any_changed_answer_of_the_ledger_is_refused_also_with_a_new_checksum() {
    var file = file(world.decide());
    var json = Json.parseObject(Bytes.copyOf(file).toUtf8(), ReceiptFile.LENGTH_MAX);
    int changes = 0;
    var leaves = leaves(json.get("ledger"), "/ledger");
    // Another third of them in each run would find the same; all of them take seconds.
    for (int i = 0; i < leaves.size(); i += 3) {
      var pointer = leaves.get(i);
      var changed = with(file, whole -> alter(whole, pointer));
      assertThat(failed(changed)).as(pointer).isNotEqualTo("holds");
      changes++;
    }
    for (var answer : json.get("ledger").properties()) {
      var less = with(file, whole -> ((ObjectNode) whole.get("ledger")).remove(answer.getKey()));
      assertThat(failed(less)).as(answer.getKey()).isNotEqualTo("holds");
    }
    assertThat(changes).isGreaterThan(50);
  }

  private static List<String> leaves(JsonNode node, String at) {
    var found = new ArrayList<String>();
    if (node.isObject()) {
      node.properties()
          .forEach(e ->
              found.addAll(
                  leaves(
                      e.getValue(), at + "/" + e.getKey().replace("~", "~0").replace("/", "~1"))));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        found.addAll(leaves(node.get(i), at + "/" + i));
      }
    } else {
      found.add(at);
    }
    return found;
  }

  private static void alter(ObjectNode whole, String pointer) {
    int slash = pointer.lastIndexOf('/');
    var parent = whole.at(pointer.substring(0, slash));
    var name = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
    var other = other(whole.at(pointer));
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), other);
    } else {
      ((ObjectNode) parent).set(name, other);
    }
  }

  private static JsonNode other(JsonNode value) {
    if (value.isBoolean()) {
      return BooleanNode.valueOf(!value.booleanValue());
    }
    if (value.isIntegralNumber()) {
      return LongNode.valueOf(value.longValue() + 1);
    }
    if (value.isNull()) {
      return TextNode.valueOf("A");
    }
    var text = value.textValue();
    int middle = text.length() / 2;
    char swapped = text.isEmpty() || text.charAt(middle) == 'A' ? 'B' : 'A';
    return TextNode.valueOf(
        text.isEmpty() ? "B" : text.substring(0, middle) + swapped + text.substring(middle + 1));
  }

  @Test
  void a_receipt_signed_by_another_key_is_refused() {
    var file = file(world.decide());
    var forged =
        with(
            file,
            json -> {
              var claims = Jws.parse(json.get("receipt").asText(), 65536).unverifiedClaims();
              json.put(
                  "receipt",
                  Jws.signJwt(
                      ReceiptWriter.TYPE,
                      world.operator.assertionName(),
                      claims,
                      world.provider.assertion()));
            });
    assertThat(failed(forged)).isEqualTo("signature");
  }

  /// The operator itself cannot change its mind later: the log is anchored.
  @Test
  void a_receipt_outside_the_anchored_log_is_refused() {
    var file = file(world.decide());
    var rewritten =
        with(
            file,
            json -> {
              var claims = Jws.parse(json.get("receipt").asText(), 65536).unverifiedClaims();
              json.put(
                  "receipt",
                  Jws.signJwt(
                      ReceiptWriter.TYPE,
                      world.operator.assertionName(),
                      claims.put("jti", "another"),
                      world.operator.assertion()));
            });
    assertThat(failed(rewritten)).isEqualTo("log");
  }

  @Test
  void a_replay_that_disagrees_is_refused() {
    world.band = "n99";
    var evaluation = world.decide();
    var lie = Jws.parse(evaluation.jws(), 65536).unverifiedClaims();
    lie.put("outcome", "permit").putArray("policies").add("P01-offer");
    var jws =
        Jws.signJwt(
            ReceiptWriter.TYPE, world.operator.assertionName(), lie, world.operator.assertion());
    var stored =
        new StoredReceipt(
            "lie", evaluation.owner(), jws, evaluation.opened(), evaluation.statusTokens());
    world.log.add(stored);
    var _ = world.anchors().anchor();
    assertThat(world.exporter.export("lie", stored.owner()))
        .isInstanceOfSatisfying(
            ReceiptExport.DoesNotHold.class, no -> assertThat(no.check()).isEqualTo("replay"));
  }

  @Test
  void other_policies_than_those_of_the_hash_are_refused() {
    var file =
        with(
            file(world.decide()),
            json -> {
              var texts = (ObjectNode) json.get("policies");
              texts.put("policies", texts.get("policies").asText() + "\n");
            });
    assertThat(failed(file)).isEqualTo("replay");
  }

  @Test
  void a_withdrawal_after_the_decision_does_not_undo_it() {
    var receipt = world.decide();
    world.clock.set(ReceiptWorld.NOON.plus(Duration.ofHours(1)));
    world.ledger.withdraw(
        world.regulator.did(), ReceiptWorld.LICENCE, "ended", world.clock.instant());
    assertThat(holds(file(receipt)).outcome()).isEqualTo("permit");
  }

  @Test
  void a_withdrawal_before_the_decision_that_it_ignored_does_not_hold() {
    world.ledger.withdraw(
        world.regulator.did(), ReceiptWorld.LICENCE, "ended", world.clock.instant());
    var receipt = world.decide();
    var _ = world.anchors().anchor();
    assertThat(world.exporter.export(receipt.id(), receipt.owner()))
        .isInstanceOfSatisfying(
            ReceiptExport.DoesNotHold.class,
            no -> assertThat(no.check()).isEqualTo("accreditation"));
  }

  @Test
  void a_receipt_holds_years_later_when_the_log_has_grown() {
    var receipt = world.decide();
    var _ = world.anchors().anchor();
    for (int i = 0; i < 20; i++) {
      var _ = world.verify(Optional.empty());
    }
    world.clock.set(ReceiptWorld.NOON.plus(Duration.ofDays(2000)));
    assertThat(holds(file(receipt)).id()).isEqualTo(receipt.id());
  }

  @Test
  void nobody_but_the_owner_gets_the_file_and_only_once_it_is_anchored() {
    var receipt = world.decide();
    assertThat(world.exporter.export(receipt.id(), receipt.owner()))
        .isInstanceOf(ReceiptExport.NotAnchoredYet.class);
    var _ = world.anchors().anchor();
    assertThat(world.exporter.export(receipt.id(), "did:indy:hansa:somebody"))
        .isInstanceOf(ReceiptExport.Unknown.class);
    assertThat(world.exporter.export("unknown", receipt.owner()))
        .isInstanceOf(ReceiptExport.Unknown.class);
    assertThat(world.exporter.export(receipt.id(), receipt.owner()))
        .isInstanceOf(ReceiptExport.Exported.class);
    world.store.erase(receipt.id());
    assertThat(world.exporter.export(receipt.id(), receipt.owner()))
        .isInstanceOf(ReceiptExport.Erased.class);
  }

  @Test
  void a_receipt_says_nothing_of_people() {
    var receipt = world.decide();
    var claims = Jws.parse(receipt.jws(), 65536).unverifiedClaims().toString();
    assertThat(claims)
        .doesNotContain("agent-1")
        .doesNotContain("n77")
        .doesNotContain("\"entities\":[")
        .doesNotContain("status-lists");
  }
}
