package dev.hansa.marketrules.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hansa.marketrules.CanonicalBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LogCodecTest {
  private static final List<BookCommand> COMMANDS =
      List.of(
          new BookCommand.Place(
              Books.order("o", Side.BUY, 10, new Limit.Range(-20, 30, 4))
                  .with(
                      new ProductFilter(
                          Optional.of("solar"),
                          Optional.empty(),
                          OptionalInt.of(0),
                          Optional.of("area")))),
          new BookCommand.Place(Books.sell("o2", 10, Long.MIN_VALUE)),
          new BookCommand.Amend("c", "o", 5, new Limit.At(7), "r"),
          new BookCommand.Cancel("c", "o", "r"),
          new BookCommand.Invalidate("c", List.of("a", "b")),
          new BookCommand.VoidTrade("c", 3, Fault.BOTH),
          new BookCommand.SetSeed("c", Books.SEED),
          new BookCommand.Advance("c"));

  @Test
  void every_entry_is_read_as_it_was_written() {
    for (BookCommand command : COMMANDS) {
      var entry = new LogEntry(7, Books.GATE, command);
      assertThat(LogCodec.decode(LogCodec.encode(entry))).isEqualTo(entry);
    }
  }

  @Test
  void a_cut_off_entry_and_one_with_more_behind_it_are_refused() {
    for (BookCommand command : COMMANDS) {
      byte[] bytes = LogCodec.encode(new LogEntry(7, Books.GATE, command));
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatIllegalArgumentException().isThrownBy(() -> LogCodec.decode(cut));
      }
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThatIllegalArgumentException().isThrownBy(() -> LogCodec.decode(longer));
    }
  }

  @Test
  void the_bytes_of_an_entry_never_change() {
    var entry = new LogEntry(1, Books.GATE, new BookCommand.Advance("c"));
    assertThat(new CanonicalBytes().putAll(LogCodec.encode(entry)).sha256())
        .isEqualTo("140f7e51e7c6e00617c74cab3204a05ed4c0cc609656efad1d35d1d3c607c209");
  }

  @Test
  void an_identifier_is_of_visible_ascii_characters() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BookCommand.Advance("ı"));
    assertThatIllegalArgumentException().isThrownBy(() -> new BookCommand.Advance("a b"));
    assertThatIllegalArgumentException().isThrownBy(() -> new BookCommand.Advance(""));
  }
}
