package dev.hansa.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whoever reads in `docs/protocols/` that a rule has a test finds that test: every name there is
/// one of a test class, of a test in it, or of a vector, that exists.
class ProtocolPagesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern TEST_CLASS = Pattern.compile("(?:[a-z]+\\.)*([A-Z]\\w*Test)");
  private static final Pattern IN_CLASS =
      Pattern.compile("(?:[a-z]+\\.)*([A-Z]\\w*)\\.([a-z][a-z0-9]*(?:_[a-z0-9]+)+)");
  private static final Pattern SENTENCE = Pattern.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+){2,}");
  private static final Pattern VECTOR =
      Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*(?:-?\\*|-[a-z0-9]+)");
  private static final Pattern METHOD = Pattern.compile("\\bvoid ([a-z][a-z0-9_]+)\\(");

  private static final Map<String, Set<String>> METHODS_OF = new HashMap<>();
  private static final Set<String> METHODS = new HashSet<>();
  private static final Set<String> VECTORS = new TreeSet<>();
  private static final List<Named> NAMED = new ArrayList<>();

  /// A name in backticks, where it stands, and the cell of a column of tests around it: there a
  /// sentence is a test, and what is written like a file's name behind a `V` is a vector.
  private record Named(String page, int line, String name, Optional<String> tests) {
    @Override
    public String toString() {
      return page + ", line " + line + ": " + name;
    }
  }

  @BeforeAll
  static void read() throws IOException {
    for (var top : folders(ROOT)) {
      tests(top.resolve("src/test/java"));
      for (var module : folders(top)) {
        tests(module.resolve("src/test/java"));
      }
    }
    METHODS_OF.values().forEach(METHODS::addAll);
    try (var files = Files.list(ROOT.resolve("vectors/credentials"))) {
      files.map(file -> file.getFileName().toString().replace(".json", "")).forEach(VECTORS::add);
    }
    try (var pages = Files.list(ROOT.resolve("docs/protocols"))) {
      for (var page : pages.sorted().toList()) {
        names(page);
      }
    }
  }

  private static List<Path> folders(Path folder) throws IOException {
    try (var found = Files.list(folder)) {
      return found.filter(Files::isDirectory).toList();
    }
  }

  private static void tests(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(ProtocolPagesTest::test);
    }
  }

  private static void test(Path file) {
    try {
      var name = file.getFileName().toString().replace(".java", "");
      var methods =
          METHOD.matcher(Files.readString(file)).results().map(found -> found.group(1)).toList();
      METHODS_OF.computeIfAbsent(name, _ -> new HashSet<>()).addAll(methods);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void names(Path page) throws IOException {
    var lines = Files.readAllLines(page);
    int tests = -1;
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (!line.startsWith("|")) {
        tests = -1;
        names(page, i + 1, line, Optional.empty());
        continue;
      }
      var cells = line.split("\\|", -1);
      boolean isHead = i + 1 < lines.size() && lines.get(i + 1).startsWith("|---");
      for (int column = 0; column < cells.length; column++) {
        if (isHead && cells[column].strip().toLowerCase(Locale.ROOT).startsWith("test")) {
          tests = column;
        } else if (!isHead) {
          var cell = cells[column];
          names(page, i + 1, cell, column == tests ? Optional.of(cell) : Optional.empty());
        }
      }
    }
  }

  private static void names(Path page, int line, String text, Optional<String> tests) {
    QUOTED
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .forEach(name -> NAMED.add(new Named(page.getFileName().toString(), line, name, tests)));
  }

  private static Stream<Named> matching(Pattern pattern) {
    return NAMED.stream().filter(named -> pattern.matcher(named.name()).matches());
  }

  private static void allAreThere(List<Named> named, int min, Predicate<Named> isThere) {
    // A page whose form changed would name nothing, and everything would be there.
    assertThat(named).hasSizeGreaterThan(min);
    assertThat(named.stream().filter(isThere.negate())).isEmpty();
  }

  @Test
  void a_test_class_that_is_named_exists() {
    allAreThere(
        matching(TEST_CLASS).toList(),
        20,
        each -> METHODS_OF.containsKey(each.name().substring(each.name().lastIndexOf('.') + 1)));
  }

  @Test
  void a_test_that_is_named_with_its_class_is_in_it() {
    allAreThere(
        matching(IN_CLASS).toList(),
        90,
        each -> {
          var name = each.name().split("\\.", -1);
          return METHODS_OF
              .getOrDefault(name[name.length - 2], Set.of())
              .contains(name[name.length - 1]);
        });
  }

  @Test
  void a_test_that_is_named_in_a_column_of_tests_exists() {
    allAreThere(
        matching(SENTENCE).filter(each -> each.tests().isPresent()).toList(),
        150,
        each -> METHODS.contains(each.name()));
  }

  @Test
  void a_vector_that_is_named_exists() {
    allAreThere(
        matching(VECTOR).filter(each -> each.tests().orElse("").contains("V `")).toList(),
        90,
        each -> {
          var glob = Pattern.compile(each.name().replace("*", ".*"));
          return VECTORS.stream().anyMatch(glob.asMatchPredicate());
        });
  }
}
