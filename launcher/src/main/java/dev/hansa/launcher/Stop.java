package dev.hansa.launcher;

import org.jspecify.annotations.Nullable;

/// Ends a command: one sentence for the person who typed it, and the exit code.
public final class Stop extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  public Stop(ExitCode code, String sentence) {
    this(code, sentence, null);
  }

  public Stop(ExitCode code, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  public ExitCode code() {
    return code;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
