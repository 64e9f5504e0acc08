package dev.hansa.launcher;

/// What the process tells the shell. The same for every command.
public enum ExitCode {
  DONE(0, "Done."),
  REFUSED(1, "The rules say no, a check failed, or the story is not as told."),
  USAGE(2, "The command line could not be read."),
  UNAVAILABLE(3, "The network does not run here, or does not answer."),
  FOLDER(4, "The data folder or a file cannot be used."),
  PORTS(5, "A port is in use."),
  FAULT(70, "A fault of Hansa's own.");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }
}
