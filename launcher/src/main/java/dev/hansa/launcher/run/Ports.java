package dev.hansa.launcher.run;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;

/// Whether the ports are free, looked at before anything starts.
public final class Ports {
  private Ports() {}

  private static final int BASE_MIN = 1024;
  private static final int BASE_MAX = 65_535 - HouseService.values().length + 1;

  /// The base and the ports after it, one for each service, must be ports that need no special
  /// rights and that nobody has.
  public static void requireFree(int portBase) {
    if (portBase < BASE_MIN || portBase > BASE_MAX) {
      throw new Stop(ExitCode.USAGE, "A port base is from " + BASE_MIN + " to " + BASE_MAX + ".");
    }
    for (var service : HouseService.values()) {
      if (!isFree(service.port(portBase))) {
        throw new Stop(
            ExitCode.PORTS,
            "Port "
                + service.port(portBase)
                + " ("
                + service.serviceName()
                + ") is in use; stop what runs there, or found a network elsewhere with --data and --port-base.");
      }
    }
  }

  /// A base whose ports are all free now, for a process that needs no fixed address.
  public static int findFreeBase(int first) {
    for (int base = first; base < 65_000; base += 10) {
      int candidate = base;
      if (Arrays.stream(HouseService.values()).allMatch(s -> isFree(s.port(candidate)))) {
        return base;
      }
    }
    throw new Stop(ExitCode.PORTS, "No seven free ports in a row were found.");
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
