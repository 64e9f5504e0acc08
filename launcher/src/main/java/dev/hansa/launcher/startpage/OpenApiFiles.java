package dev.hansa.launcher.startpage;

import dev.hansa.launcher.run.HouseService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// The OpenAPI descriptions that the services bring along, found once.
final class OpenApiFiles {
  private static final String FOLDER = "META-INF/swagger/";
  private static final NavigableSet<String> NAMES = find();

  private OpenApiFiles() {}

  /// The file of this service, such as `did-registry-0.1.yml`.
  static Optional<String> of(HouseService service) {
    var name = service.serviceName();
    return NAMES.stream()
        .filter(file -> file.matches("(hansa-)?" + name + "-[0-9][^/]*\\.ya?ml"))
        .findFirst();
  }

  private static NavigableSet<String> find() {
    var names = new TreeSet<String>();
    try {
      var folders = OpenApiFiles.class.getClassLoader().getResources("META-INF/swagger");
      while (folders.hasMoreElements()) {
        var folder = folders.nextElement();
        if (folder.openConnection() instanceof JarURLConnection jar) {
          jar.getJarFile().stream()
              .map(entry -> entry.getName())
              .filter(entry -> entry.startsWith(FOLDER))
              .forEach(entry -> names.add(entry.substring(FOLDER.length())));
        } else {
          try (var files = Files.list(Path.of(folder.toURI()))) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the OpenAPI files cannot be listed", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a resource's URL is a URI", e);
    }
    return names;
  }
}
