package dev.hansa.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every store of a receipts' log does.
abstract class LogStoreContract {
  abstract LogStore store();

  static StoredReceipt receipt(String id) {
    return new StoredReceipt(
        id,
        "did:indy:hansa:owner",
        "jws-" + id,
        Json.newObject().put("secret", id),
        Map.of("hash", "token"));
  }

  @Test
  void a_receipt_is_found_as_it_was_kept() {
    var store = store();
    store.add(receipt("a"));
    assertThat(store.find("a")).contains(receipt("a"));
    assertThat(store.find("b")).isEmpty();
  }

  @Test
  void a_receipt_is_kept_once() {
    var store = store();
    store.add(receipt("a"));
    assertThatThrownBy(() -> store.add(receipt("a"))).isInstanceOf(RuntimeException.class);
  }

  @Test
  void receipts_wait_in_the_order_they_came_until_they_have_a_place() {
    var store = store();
    for (var id : List.of("c", "a", "b")) {
      store.add(receipt(id));
    }
    assertThat(store.waiting(2)).extracting(LogStore.Waiting::id).containsExactly("c", "a");
    assertThat(store.extend(0, List.of("c", "a"), Map.of(new LogStore.Node(0, 0), Bytes.utf8("x"))))
        .isTrue();
    assertThat(store.waiting(9)).extracting(LogStore.Waiting::id).containsExactly("b");
    assertThat(store.size()).isEqualTo(2);
    assertThat(store.place("a")).hasValue(1);
    assertThat(store.place("b")).isEmpty();
    assertThat(store.node(new LogStore.Node(0, 0))).contains(Bytes.utf8("x"));
    assertThat(store.node(new LogStore.Node(1, 0))).isEmpty();
  }

  @Test
  void of_two_that_extend_the_same_log_one_is_told_no_and_changes_nothing() {
    var store = store();
    store.add(receipt("a"));
    store.add(receipt("b"));
    assertThat(store.extend(0, List.of("a"), Map.of())).isTrue();
    assertThat(store.extend(0, List.of("b"), Map.of())).isFalse();
    assertThat(store.place("b")).isEmpty();
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void what_is_anchored_never_goes_back() {
    var store = store();
    assertThat(store.anchored()).isZero();
    store.setAnchored(7);
    store.setAnchored(5);
    assertThat(store.anchored()).isEqualTo(7);
  }

  @Test
  void an_erased_receipt_keeps_its_place_and_its_signed_part() {
    var store = store();
    store.add(receipt("a"));
    assertThat(store.extend(0, List.of("a"), Map.of())).isTrue();
    store.erase("a");
    var left = store.find("a").orElseThrow();
    assertThat(left.jws()).isEqualTo("jws-a");
    assertThat(left.opened().isEmpty()).isTrue();
    assertThat(left.statusTokens()).isEmpty();
    assertThat(store.place("a")).hasValue(0);
  }

  @Test
  void receipts_that_come_at_once_are_all_kept() throws Exception {
    var store = store();
    try (var threads = Executors.newFixedThreadPool(8)) {
      var done = new ArrayList<java.util.concurrent.Future<?>>();
      for (int i = 0; i < 100; i++) {
        var receipt = receipt("r" + i);
        done.add(threads.submit(() -> store.add(receipt)));
      }
      for (var each : done) {
        var _ = each.get();
      }
    }
    assertThat(store.waiting(1000)).hasSize(100);
  }
}
