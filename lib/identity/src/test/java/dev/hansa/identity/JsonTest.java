package dev.hansa.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{} {}",
        "{}x",
        "[1,]",
        "{'a':1}",
        "NaN",
        "123456789012345678901234567890123",
        "1e999",
        "{\"a\":[-1e309]}"
      })
  void a_text_that_is_not_one_strict_value_is_refused(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(MalformedInput.class)
        .hasMessageNotContaining(text.isBlank() ? "\0" : text);
  }

  @Test
  void the_depth_is_bounded() {
    assertThat(Json.parse("[".repeat(Json.DEPTH_MAX) + "]".repeat(Json.DEPTH_MAX))).isNotNull();
    var deep = "[".repeat(Json.DEPTH_MAX + 1) + "]".repeat(Json.DEPTH_MAX + 1);
    assertThatThrownBy(() -> Json.parse(deep)).isInstanceOf(MalformedInput.class);
  }

  @Test
  void the_length_is_bounded() {
    assertThat(Json.parse("\"abc\"", 5).textValue()).isEqualTo("abc");
    assertThatThrownBy(() -> Json.parse("\"abcd\"", 5)).isInstanceOf(MalformedInput.class);
  }

  @Test
  void the_canonical_form_sorts_members_and_drops_space() {
    var node = Json.parse("{ \"b\" : [ 1 , true ], \"a\" : \"\\u00e9/\\n\" }");
    assertThat(Json.canonical(node).toUtf8()).isEqualTo("{\"a\":\"é/\\n\",\"b\":[1,true]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "9007199254740992", "[{\"a\":-9007199254740992}]", "1e400"})
  void a_number_that_doubles_cannot_hold_has_no_canonical_form(String text) {
    assertThatThrownBy(() -> Json.canonical(Json.parse(text))).isInstanceOf(MalformedInput.class);
  }

  @Test
  void members_are_read_with_their_type_and_limit() {
    var object = Json.parseObject("{\"t\":\"abc\",\"i\":7,\"f\":1.5,\"a\":[1,2]}");
    assertThat(Json.text(object, "t", 3)).isEqualTo("abc");
    assertThat(Json.integer(object, "i", 7, 7)).isEqualTo(7);
    assertThat(Json.array(object, "a", 2)).hasSize(2);
    assertThatThrownBy(() -> Json.text(object, "t", 2))
        .hasMessage("the member t has at most 2 characters");
    assertThatThrownBy(() -> Json.text(object, "i", 9)).hasMessage("the member i is a text");
    assertThatThrownBy(() -> Json.integer(object, "f", 0, 9))
        .hasMessage("the member f is an integer");
    assertThatThrownBy(() -> Json.integer(object, "i", 8, 9))
        .hasMessage("the member i is from 8 to 9");
    assertThatThrownBy(() -> Json.array(object, "a", 1))
        .hasMessage("the member a has at most 1 items");
    assertThatThrownBy(() -> Json.object(object, "x")).hasMessage("the member x is an object");
  }
}
