package dev.hansa.launcher.acts;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.ledgerprotocol.Evidence;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.Unproved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a file of evidence and believes nothing in it but what the genesis' signers signed. Nobody
/// is asked.
public final class EvidenceReading {
  private EvidenceReading() {}

  /// What the file is worth.
  public sealed interface Found {
    /// Both checkpoints are signed as the genesis says; [Evidence.Kind#convicts] says whether they
    /// cannot both be true.
    record Signed(Evidence evidence) implements Found {}

    /// It is no evidence under this genesis: `reason` is a code, `sentence` for people.
    record Worthless(String reason, String sentence) implements Found {}
  }

  public static Found read(Path file, Path genesis) {
    var trusted = genesis(genesis);
    var text = text(file);
    try {
      return new Found.Signed(
          Evidence.verify(Json.parseObject(text, Evidence.LENGTH_MAX), trusted));
    } catch (Unproved e) {
      return new Found.Worthless(e.reason().code(), String.valueOf(e.getMessage()));
    } catch (MalformedInput e) {
      return new Found.Worthless("malformed-evidence", String.valueOf(e.getMessage()));
    }
  }

  private static Genesis genesis(Path file) {
    try {
      return Genesis.load(file);
    } catch (IOException | MalformedInput e) {
      throw new Stop(
          ExitCode.FOLDER, "The genesis " + file + " cannot be read; name it with --genesis.", e);
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > Evidence.LENGTH_MAX) {
        throw new Stop(ExitCode.FOLDER, "A file of evidence is not that long.");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, "The file " + file + " cannot be read.", e);
    }
  }
}
