package dev.hansa.launcher.story;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Refusal;
import dev.hansa.wallet.WalletFailure;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Tells the story, a line an act: who did what, what it rests on, how long it took. The first act
/// that is not as told ends it.
public final class Narrator {
  private static final int WIDTH = 76;

  private final Consumer<String> out;
  private final LongSupplier nanos;
  private int lines;

  public Narrator(Consumer<String> out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  /// What an act gave, and what it rests on.
  public record Told<T>(T value, String restsOn) {}

  /// An act that did not go as the story tells it.
  public static final class NotAsTold extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAsTold(String line, String why, Throwable cause) {
      super("not as told: " + line + ": " + why, cause);
    }
  }

  /// That an act was done, where nothing else comes of it.
  public enum Done {
    DONE
  }

  @FormatMethod
  public static <T> Told<T> told(T value, @FormatString String format, Object... arguments) {
    return new Told<>(value, String.format(Locale.ROOT, format, arguments));
  }

  @FormatMethod
  public static Told<Done> done(@FormatString String format, Object... arguments) {
    return told(Done.DONE, format, arguments);
  }

  /// One line of the story.
  @CanIgnoreReturnValue
  public <T> T line(String says, Callable<Told<T>> act) {
    long started = nanos.getAsLong();
    Told<T> told;
    try {
      told = act.call();
    } catch (Refusal e) {
      throw new NotAsTold(says, "refused with " + e.status() + ": " + e.sentence(), e);
    } catch (Stop e) {
      throw new NotAsTold(says, e.sentence(), e);
    } catch (WalletFailure e) {
      throw new NotAsTold(says, "the wallet says " + e.reason() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAsTold(says, "interrupted", e);
    } catch (Exception e) {
      throw new NotAsTold(says, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    }
    say(says, told.restsOn(), nanos.getAsLong() - started);
    return told.value();
  }

  /// A line about something that was done already.
  public void say(String says, String restsOn, long tookNanos) {
    lines++;
    out.accept(
        String.format(
            Locale.ROOT, "%2d %7s  %-" + WIDTH + "s %s", lines, time(tookNanos), says, restsOn));
  }

  public int lines() {
    return lines;
  }

  static String time(long nanos) {
    long millis = nanos / 1_000_000;
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
