package dev.hansa.issuer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// One PostgreSQL, which `postgres.sh` starts.
final class Postgres {
  private static final Path SCRIPT = Path.of("src/test/postgres.sh").toAbsolutePath();
  private static final Path FOLDER = Path.of("target/postgres").toAbsolutePath();
  private static int port;

  private Postgres() {}

  static void start() throws IOException {
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    script("start");
  }

  static void stop() {
    script("stop");
  }

  private static void script(String act) {
    var command = List.of("sh", SCRIPT.toString(), act, FOLDER.toString(), Integer.toString(port));
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(FOLDER.resolveSibling("postgres.out").toFile())
              .start();
      assertThat(process.waitFor()).as("postgres.sh " + act).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// As the service has it: connections are kept and used again.
  static DataSource source() {
    var config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
    config.setUsername("postgres");
    config.setMaximumPoolSize(16);
    return new HikariDataSource(config);
  }

  static void close(DataSource store) {
    if (store instanceof HikariDataSource pool) {
      pool.close();
    }
  }

  /// Asks both instances at the same moment, several times each.
  static <T> List<T> both(Instance one, Instance other, int times, Function<Instance, T> question) {
    var gate = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures =
          IntStream.range(0, times)
              .boxed()
              .flatMap(_ -> Stream.of(one, other))
              .map(instance -> {
                Callable<T> call =
                    () -> {
                      gate.await();
                      return question.apply(instance);
                    };
                return threads.submit(call);
              })
              .toList();
      gate.countDown();
      var answers = new ArrayList<T>();
      for (var future : futures) {
        answers.add(future.get());
      }
      return answers;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
