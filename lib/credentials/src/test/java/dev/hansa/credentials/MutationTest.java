package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Whatever comes from outside ends as a value or as malformed input, never as another fault.
class MutationTest {
  private static final String PRESENTATION = Draft.mandate(new World()).presented();
  private static final String QUERY =
      "{\"credentials\":[{\"id\":\"c\",\"format\":\"dc+sd-jwt\",\"meta\":{\"vct_values\":[\"urn:hansa:mandate:1\"]},"
          + "\"claims\":[{\"id\":\"a\",\"path\":[\"power\",null,0],\"values\":[\"x\",1,true]}],\"claim_sets\":[[\"a\"]]}],"
          + "\"credential_sets\":[{\"options\":[[\"c\"]],\"required\":false}]}";
  private static final String CHARACTERS = "~._-=AZaz09{}[]\":,\\\u0000é ";

  private static String mutated(String text, int place, int kind, int other) {
    int at = place % text.length();
    int end = Math.min(text.length(), at + 1 + other % 40);
    var character = CHARACTERS.charAt(other % CHARACTERS.length());
    return switch (kind) {
      case 0 -> text.substring(0, at) + character + text.substring(at + 1);
      case 1 -> text.substring(0, at) + text.substring(end);
      case 2 -> text.substring(0, end) + text.substring(at);
      default -> text.substring(0, at) + character + text.substring(at);
    };
  }

  @Property(tries = 2000)
  void a_changed_presentation_is_never_verified(
      @ForAll @IntRange(min = 0, max = 1 << 20) int place,
      @ForAll @IntRange(min = 0, max = 3) int kind,
      @ForAll @IntRange(min = 0, max = 1 << 10) int other) {
    var text = mutated(PRESENTATION, place, kind, other);
    if (!text.equals(PRESENTATION)) {
      var world = new World();
      assertThat(world.verifier().check(text, Draft.mandate(world).expectation()))
          .isInstanceOf(PresentationCheck.Refusal.class);
    }
  }

  /// Inside a disclosure, where a flipped character still leaves base64url.
  @Property(tries = 500)
  void a_disclosures_json_may_be_anything(
      @ForAll @IntRange(min = 0, max = 1 << 20) int place,
      @ForAll @IntRange(min = 0, max = 3) int kind,
      @ForAll @IntRange(min = 0, max = 1 << 10) int other) {
    var json = "[\"c2FsdA\",\"name\",{\"_sd\":[\"x\"],\"a\":[{\"...\":\"y\"}]}]";
    try {
      assertThat(Disclosure.parse(Bytes.utf8(mutated(json, place, kind, other)).toBase64Url()))
          .isNotNull();
    } catch (MalformedInput e) {
      assertThat(e).hasMessageNotContaining("c2FsdA");
    }
  }

  @Property(tries = 1000)
  void a_changed_query_is_read_or_malformed(
      @ForAll @IntRange(min = 0, max = 1 << 20) int place,
      @ForAll @IntRange(min = 0, max = 3) int kind,
      @ForAll @IntRange(min = 0, max = 1 << 10) int other) {
    try {
      assertThat(DcqlQuery.parse(Json.parse(mutated(QUERY, place, kind, other)))).isNotNull();
    } catch (MalformedInput e) {
      assertThat(e).hasMessageNotContaining("urn:hansa");
    }
  }

  @Property(tries = 500)
  void a_changed_status_list_is_never_believed(
      @ForAll @IntRange(min = 0, max = 1 << 20) int place,
      @ForAll @IntRange(min = 0, max = 3) int kind,
      @ForAll @IntRange(min = 0, max = 1 << 10) int other) {
    var text = mutated(World.ALL_VALID, place, kind, other);
    if (!text.equals(World.ALL_VALID)) {
      var opened =
          new StatusListOpener(new IssuerKeys(new World()))
              .open(text, new StatusPlace.TokenList(World.LIST, 0), World.NOW);
      assertThat(opened).isInstanceOf(StatusListOpener.Opened.Refused.class);
    }
  }
}
