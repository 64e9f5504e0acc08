package dev.hansa.acceptance.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Hosts on this machine: a network namespace each, on one bridge, which the test's own host is on,
/// too. Frames between two hosts can be lost (their neighbour entries point nowhere) without either
/// being told, as when a line breaks. Each has a disk of its own, a tmpfs.
///
/// Needs Linux, root, and Debian's `iproute2` and `mount`.
final class Hosts implements AutoCloseable {
  private static final String NOWHERE = "02:00:00:00:00:99";

  private final int count;
  private final String name;
  private final String subnet;
  private final List<Path> disks = new ArrayList<>();

  private Hosts(int count, long pid) {
    this.count = count;
    this.name = "hansa" + pid % 100_000;
    this.subnet = "10." + (100 + pid % 100) + "." + (pid / 100 % 250) + ".";
  }

  static Hosts create(int count) {
    requireMeans();
    var hosts = new Hosts(count, ProcessHandle.current().pid());
    try {
      hosts.connect();
      return hosts;
    } catch (RuntimeException | Error e) {
      hosts.close();
      throw e;
    }
  }

  private static void requireMeans() {
    if (!"root".equals(System.getProperty("user.name")) || !Files.isExecutable(ip())) {
      throw new AssertionError(
          "These tests make network namespaces: run them on Linux as root, with ip (Debian: apt-get"
              + " install iproute2).");
    }
  }

  private static Path ip() {
    return List.of(Path.of("/usr/sbin/ip"), Path.of("/sbin/ip"), Path.of("/usr/bin/ip")).stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(Path.of("/usr/sbin/ip"));
  }

  private void connect() {
    run("ip", "link", "add", name, "type", "bridge");
    run("ip", "addr", "add", subnet + "254/24", "dev", name);
    run("ip", "link", "set", name, "up");
    for (int i = 1; i <= count; i++) {
      run("ip", "netns", "add", space(i));
      run("ip", "link", "add", line(i), "type", "veth", "peer", "name", "eth0", "netns", space(i));
      run("ip", "link", "set", line(i), "master", name, "up");
      run("ip", "-n", space(i), "addr", "add", address(i) + "/24", "dev", "eth0");
      run("ip", "-n", space(i), "link", "set", "eth0", "up");
      run("ip", "-n", space(i), "link", "set", "lo", "up");
    }
  }

  private String space(int host) {
    return name + "-" + host;
  }

  private String line(int host) {
    return name + "v" + host;
  }

  String address(int host) {
    return subnet + host;
  }

  List<String> addresses() {
    var all = new ArrayList<String>();
    for (int i = 1; i <= count; i++) {
      all.add(address(i));
    }
    return all;
  }

  /// The words that make a command run on a host.
  List<String> on(int host) {
    return List.of("ip", "netns", "exec", space(host));
  }

  /// Nothing comes through between any two hosts of different groups, in neither direction. The
  /// test's own host still reaches all.
  void split(List<List<Integer>> groups) {
    for (int i = 0; i < groups.size(); i++) {
      for (int j = 0; j < groups.size(); j++) {
        if (i != j) {
          var others = groups.get(j);
          groups.get(i).forEach(from -> others.forEach(to -> lose(from, to)));
        }
      }
    }
  }

  private void lose(int from, int to) {
    run(
        "ip",
        "-n",
        space(from),
        "neigh",
        "replace",
        address(to),
        "lladdr",
        NOWHERE,
        "dev",
        "eth0",
        "nud",
        "permanent");
  }

  /// All lines work again.
  void heal() {
    for (int i = 1; i <= count; i++) {
      run("ip", "-n", space(i), "neigh", "flush", "dev", "eth0", "nud", "permanent");
    }
  }

  /// The line to a host carries so many kbit/s from now on.
  void narrow(int host, int kilobits) {
    run(
        "tc",
        "qdisc",
        "replace",
        "dev",
        line(host),
        "root",
        "tbf",
        "rate",
        kilobits + "kbit",
        "burst",
        "16kb",
        "latency",
        "400ms");
  }

  void widen(int host) {
    run("tc", "qdisc", "del", "dev", line(host), "root");
  }

  /// A disk of its own for a host, of so many megabytes.
  void disk(Path folder, int megabytes) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    run(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "size=" + megabytes + "m,mode=0700",
        "hansa",
        folder.toString());
    disks.add(folder);
  }

  static void run(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(
            List.of(command).stream().collect(Collectors.joining(" ")) + ": " + said.strip());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static void tryTo(String... command) {
    try {
      run(command);
    } catch (AssertionError e) {
      // It was not made, or is gone.
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    for (int i = 1; i <= count; i++) {
      tryTo("ip", "netns", "del", space(i));
    }
    tryTo("ip", "link", "del", name);
    disks.forEach(disk -> tryTo("umount", "-l", disk.toString()));
  }
}
