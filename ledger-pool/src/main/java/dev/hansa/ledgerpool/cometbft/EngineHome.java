package dev.hansa.ledgerpool.cometbft;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerpool.files.Folders;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.consensus.PoolTrust;
import dev.hansa.ledgerprotocol.consensus.Validators;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The engine's folder: everything in `config` is written anew at each start from the genesis, the
/// node's keys and the settings; `data` is the engine's. `data/priv_validator_state.json` says what
/// was signed last, and is made once and never put back to an older state.
final class EngineHome {
  private final EngineSettings settings;
  private final Genesis genesis;
  private final Optional<JoinTrust.Anchor> anchor;

  /// `anchor` is where an engine begins that joins by a snapshot.
  EngineHome(EngineSettings settings, Genesis genesis, Optional<JoinTrust.Anchor> anchor) {
    this.settings = settings;
    this.genesis = genesis;
    this.anchor = anchor;
  }

  /// The identifier by which peers know this key: the hash that is a validator's address, too.
  static String peerId(Ed25519Key key) {
    return Validators.address(key).toHex();
  }

  void write() {
    try {
      var config = settings.folder().resolve("config");
      var data = settings.folder().resolve("data");
      Files.createDirectories(config);
      Files.createDirectories(data);
      // An engine that was killed leaves some there.
      Folders.deleteAll(chunks());
      if (anchor.isPresent()) {
        Files.createDirectories(chunks());
      }
      var node = key(settings.nodeKey());
      var validator = Json.newObject();
      validator.put("address", hex(Validators.address(node.publicKey())));
      validator.set("pub_key", node.publicJson());
      validator.set("priv_key", node.privateJson());
      secret(config.resolve("priv_validator_key.json"), validator.toString());
      var transport = Json.newObject();
      transport.set("priv_key", key(settings.transportKey()).privateJson());
      secret(config.resolve("node_key.json"), transport.toString());
      text(config.resolve("genesis.json"), genesisJson().toPrettyString());
      text(config.resolve("config.toml"), config());
      var state = data.resolve("priv_validator_state.json");
      if (!Files.exists(state)) {
        secret(state, "{\"height\":\"0\",\"round\":0,\"step\":0}");
      }
    } catch (IOException e) {
      throw new CannotServe("The engine's folder in the node's folder cannot be written.", e);
    }
  }

  /// An Ed25519 key as the engine wants it.
  private record EngineKey(Bytes seed, Ed25519Key publicKey) {
    ObjectNode publicJson() {
      return Json.newObject()
          .put("type", "tendermint/PubKeyEd25519")
          .put("value", base64(publicKey.value().toArray()));
    }

    ObjectNode privateJson() {
      var both = new byte[64];
      System.arraycopy(seed.toArray(), 0, both, 0, 32);
      System.arraycopy(publicKey.value().toArray(), 0, both, 32, 32);
      return Json.newObject().put("type", "tendermint/PrivKeyEd25519").put("value", base64(both));
    }
  }

  private static EngineKey key(Path file) throws IOException {
    var jwk = Json.parseObject(Files.readString(file, StandardCharsets.UTF_8));
    if (!Json.text(jwk, "crv", 16).equals("Ed25519")) {
      throw new CannotServe("The keys of a pool's node are Ed25519 keys.");
    }
    return MalformedInput.unless(() ->
        new EngineKey(
            Bytes.fromBase64Url(Json.text(jwk, "d", 43)),
            new Ed25519Key(Bytes.fromBase64Url(Json.text(jwk, "x", 43)))));
  }

  private ObjectNode genesisJson() {
    var json =
        Json.newObject()
            .put("genesis_time", genesis.time().toString())
            .put("chain_id", genesis.chainId())
            .put("initial_height", "1")
            .put("app_hash", "");
    var parameters = json.putObject("consensus_params");
    parameters.putObject("block").put("max_bytes", "1048576").put("max_gas", "-1");
    parameters
        .putObject("evidence")
        .put("max_age_num_blocks", "1000000")
        .put("max_age_duration", Long.toString(Duration.ofDays(14).toNanos()))
        .put("max_bytes", "65536");
    parameters.putObject("validator").putArray("pub_key_types").add("ed25519");
    parameters.putObject("version").put("app", "0");
    parameters.putObject("abci").put("vote_extensions_enable_height", "0");
    var validators = json.putArray("validators");
    for (var key : genesis.validators().keys()) {
      var validator = validators.addObject();
      validator.put("address", hex(Validators.address(key)));
      validator
          .putObject("pub_key")
          .put("type", "tendermint/PubKeyEd25519")
          .put("value", base64(key.value().toArray()));
      validator.put("power", "1").put("name", "");
    }
    return json;
  }

  private String config() {
    var patience = settings.patience();
    return String.format(
        Locale.ROOT,
        """
        proxy_app = "unix://%s"
        moniker = "hansa"
        abci = "socket"
        db_backend = "goleveldb"
        db_dir = "data"
        log_level = "error"
        log_format = "plain"
        genesis_file = "config/genesis.json"
        priv_validator_key_file = "config/priv_validator_key.json"
        priv_validator_state_file = "data/priv_validator_state.json"
        node_key_file = "config/node_key.json"

        [rpc]
        laddr = "tcp://%s"
        max_open_connections = 100
        timeout_broadcast_tx_commit = "5s"

        [p2p]
        laddr = "tcp://%s"
        external_address = "%s"
        persistent_peers = "%s"
        persistent_peers_max_dial_period = "3s"
        addr_book_strict = false
        allow_duplicate_ip = true
        pex = false
        flush_throttle_timeout = "10ms"
        send_rate = 52428800
        recv_rate = 52428800
        handshake_timeout = "10s"
        dial_timeout = "2s"

        [mempool]
        recheck = false
        broadcast = true
        size = %d
        max_txs_bytes = 33554432
        max_tx_bytes = %d
        cache_size = 20000

        [statesync]
        %s

        [blocksync]
        version = "v0"

        [consensus]
        timeout_propose = "%s"
        timeout_propose_delta = "%s"
        timeout_prevote = "%s"
        timeout_prevote_delta = "%s"
        timeout_precommit = "%s"
        timeout_precommit_delta = "%s"
        timeout_commit = "0s"
        skip_timeout_commit = true
        double_sign_check_height = 0
        create_empty_blocks = false
        create_empty_blocks_interval = "%s"
        peer_gossip_sleep_duration = "10ms"
        peer_query_maj23_sleep_duration = "1s"

        [storage]
        discard_abci_responses = true

        [tx_index]
        indexer = "null"

        [instrumentation]
        prometheus = false
        """,
        settings.socket(),
        settings.nodeAddress(),
        settings.peerAddress(),
        settings.peerAddress(),
        String.join(",", settings.peers()),
        Bundles.REMEMBERED_MAX,
        Bundles.LENGTH_MAX,
        stateSync(),
        millis(patience.proposal()),
        millis(patience.proposal().dividedBy(2)),
        millis(patience.votes()),
        millis(patience.votes().dividedBy(2)),
        millis(patience.votes()),
        millis(patience.votes().dividedBy(2)),
        millis(patience.idle()));
  }

  private String stateSync() {
    return anchor
        .map(from ->
            String.format(
                Locale.ROOT,
                """
                enable = true
                rpc_servers = "%s"
                trust_height = %d
                trust_hash = "%s"
                trust_period = "%dh"
                discovery_time = "5s"
                chunk_request_timeout = "10s"
                chunk_fetchers = "4"
                temp_dir = "%s"
                """,
                from.servers().stream().map(URI::toString).collect(Collectors.joining(",")),
                from.height(),
                hex(from.hash()),
                PoolTrust.TRUST_PERIOD.toHours(),
                chunks()))
        .orElse("enable = false");
  }

  // Where the engine puts chunks until they are asked for: in the node's folder, as those of
  // another
  // may be small.
  private Path chunks() {
    return settings.folder().resolve("chunks");
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }

  private static String hex(Bytes bytes) {
    return bytes.toHex().toUpperCase(Locale.ROOT);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void text(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static void secret(Path file, String text) throws IOException {
    var next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    Files.createFile(
        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(next, text, StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
