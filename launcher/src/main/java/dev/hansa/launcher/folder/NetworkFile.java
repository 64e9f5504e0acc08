package dev.hansa.launcher.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.time.Duration;

/// What a data folder remembers of its network. `clockAhead` is how far its clock was moved on; it
/// never goes back, as the ledger's time does not. With `tls` its addresses are https.
public record NetworkFile(
    String network,
    int portBase,
    boolean tls,
    String genesisHash,
    boolean founded,
    boolean storyClock,
    Duration clockAhead) {
  public static final int PORT_BASE = 7400;
  public static final String NETWORK = "hansa";

  private static final int SECONDS_MAX = 10 * 366 * 86_400;

  public NetworkFile {
    if (portBase < 1024 || portBase > 65_535 - 10) {
      throw new IllegalArgumentException("a port base is from 1024 to 65525");
    }
  }

  static NetworkFile parse(ObjectNode json) {
    return MalformedInput.unless(() ->
        new NetworkFile(
            Json.text(json, "network", 32),
            (int) Json.integer(json, "portBase", 1024, 65_525),
            json.path("tls").asBoolean(false),
            Json.text(json, "genesisHash", 64),
            json.path("founded").asBoolean(false),
            json.path("storyClock").asBoolean(false),
            Duration.ofSeconds(Json.integer(json, "clockAheadSeconds", 0, SECONDS_MAX))));
  }

  ObjectNode toJson() {
    return Json.newObject()
        .put("network", network)
        .put("portBase", portBase)
        .put("tls", tls)
        .put("genesisHash", genesisHash)
        .put("founded", founded)
        .put("storyClock", storyClock)
        .put("clockAheadSeconds", clockAhead.toSeconds());
  }

  /// Where its services are.
  public Addresses addresses() {
    return new Addresses(portBase, tls);
  }

  public NetworkFile asFounded() {
    return new NetworkFile(network, portBase, tls, genesisHash, true, storyClock, clockAhead);
  }

  public NetworkFile withStoryClock(Duration ahead) {
    return new NetworkFile(network, portBase, tls, genesisHash, founded, true, ahead);
  }
}
