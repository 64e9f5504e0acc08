package dev.hansa.launcher.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProcessesTest {
  @TempDir private Path temporary;

  @Test
  void a_pool_is_not_started_where_another_listens_already() throws Exception {
    var hosts = List.of("127.77.3.1", "127.77.3.2", "127.77.3.3", "127.77.3.4");
    var pool = new PoolFolder(temporary.resolve("pool"));
    assertThat(pool.init("hansa", 3, hosts, new SecureRandom(), Clock.systemUTC())).isNotNull();
    try (var other = new ServerSocket()) {
      other.bind(new InetSocketAddress("127.77.3.4", 9703));
      assertThatThrownBy(() -> NodeProcesses.start(pool, "none", HttpClient.newHttpClient()))
          .isInstanceOfSatisfying(
              Stop.class, stop -> assertThat(stop.code()).isEqualTo(ExitCode.PORTS))
          .hasMessageContainingAll("127.77.3.4:9703", "is in use", "stop what runs there");
    }
    // No process was started: it would have left its output here.
    assertThat(pool.root().resolve("nodes").resolve("node1.out")).doesNotExist();
  }
}
