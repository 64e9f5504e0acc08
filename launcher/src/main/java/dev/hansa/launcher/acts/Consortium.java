package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.pool.NodeFolder;
import dev.hansa.launcher.pool.PoolFolder;
import dev.hansa.launcher.run.Founding;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.HttpLedgerTransport;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Keys;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.LedgerDids;
import dev.hansa.ledgerprotocol.Limits;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.Payloads;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.RulesSchedule;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.WriteResult;
import dev.hansa.ledgerprotocol.rules.AuthRules;
import dev.hansa.ledgerprotocol.rules.Constraint;
import dev.hansa.ledgerprotocol.rules.RulesVersions;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Governs a network by transactions: drafts requests, signs them in the name of an organisation,
/// hands them in, and reads what is in force. What it reads is proved from the genesis on.
public final class Consortium {
  /// How long a request of our own types may go round among its signers.
  private static final Duration LIFETIME = Duration.ofDays(14);

  private final Genesis genesis;
  private final LedgerClient client;
  private final LedgerDids dids;
  private final Clock clock;
  private final Organisations organisations;
  private final HttpClient http;
  private final SecureRandom random = new SecureRandom();

  private Consortium(
      Genesis genesis,
      LedgerClient client,
      Clock clock,
      Organisations organisations,
      HttpClient http) {
    this.genesis = genesis;
    this.client = client;
    this.dids = new LedgerDids(client, clock);
    this.clock = clock;
    this.organisations = organisations;
    this.http = http;
  }

  /// Of the network of `./hansa up`.
  public static Consortium of(Network network) {
    var genesis = Founding.requireGenesis(network.folder(), network.file());
    return of(
        genesis,
        List.of(URI.create(network.url(HouseService.LEDGER_POOL))),
        network.organisations(),
        network.http(),
        network.clock(),
        network.freshness(genesis));
  }

  /// Of a pool by its folder: the nodes are where the genesis says.
  public static Consortium of(PoolFolder pool, Optional<Path> organisations, Clock clock) {
    var genesis = pool.requireGenesis();
    var nodes = new ArrayList<URI>();
    for (var node : genesis.nodes()) {
      nodes.add(URI.create("http://" + node.clientHost() + ":" + node.clientPort()));
    }
    return of(
        genesis,
        nodes,
        new Organisations(
            organisations.orElse(pool.root().resolve("organisations")),
            genesis.network(),
            new SecureRandom()),
        Network.newHttp(),
        clock,
        LedgerClient.FRESHNESS_MAX);
  }

  private static Consortium of(
      Genesis genesis,
      List<URI> nodes,
      Organisations organisations,
      HttpClient http,
      Clock clock,
      Duration freshness) {
    return new Consortium(
        genesis,
        new LedgerClient(genesis, new HttpLedgerTransport(nodes, http), clock, freshness),
        clock,
        organisations,
        http);
  }

  public String network() {
    return genesis.network();
  }

  public Organisations organisations() {
    return organisations;
  }

  private long newReqId() {
    return random.nextLong(1, Json.INTEGER_MAX);
  }

  /// A role for an organisation; without one it is taken away. One of the folder that is not on the
  /// ledger yet gets its DID written by the same request.
  public IndyRequest draftRole(Did author, String who, Optional<Role> role) {
    var did = organisations.did(who);
    var builder =
        nym(did).isPresent()
            ? RequestBuilder.nym(author, did)
            : RequestBuilder.newNym(author, did, verkeyOf(who));
    var _ = role.isPresent() ? builder.role(role.get()) : builder.withoutRole();
    return builder.reqId(newReqId()).build();
  }

  private Ed25519Key verkeyOf(String who) {
    if (!who.startsWith("did:")
        && organisations.require(who).nym().publicKey() instanceof Ed25519Key key) {
      return key;
    }
    throw new Stop(
        ExitCode.REFUSED, "This DID is not on the ledger, and its key is not in this folder.");
  }

  /// A new node without a vote, as its folder says.
  public IndyRequest draftNode(Did steward, String alias, NodeFolder node) {
    return node.describe(RequestBuilder.node(steward, node.votingKey(), alias))
        .reqId(newReqId())
        .build();
  }

  /// Gives a node its vote or takes it. A vote is for a node that is in step: it is asked first,
  /// and what it shows of itself goes into the request.
  public IndyRequest draftVote(Did author, String alias, boolean votes) {
    var node =
        nodes().stream()
            .filter(each -> each.alias().equals(alias))
            .findFirst()
            .orElseThrow(() -> new Stop(ExitCode.REFUSED, "No node has the alias " + alias + "."));
    var builder = RequestBuilder.node(author, node.key(), alias).votes(votes);
    if (votes) {
      builder.inStep(new Newcomer(genesis, node, client, Clock.systemUTC(), http).inStep());
    }
    return builder.reqId(newReqId()).build();
  }

  /// Who must sign from now on.
  public IndyRequest draftRule(Did author, String rule, Constraint constraint) {
    if (!rules().containsKey(rule)) {
      throw new Stop(
          ExitCode.REFUSED, "No rule on the ledger is named so; hansa governance list has them.");
    }
    return RequestBuilder.authRule(author, rule, constraint).reqId(newReqId()).build();
  }

  /// Who must sign from now on, for several things at once.
  public IndyRequest draftRules(Did author, SortedMap<String, Constraint> rules) {
    if (!rules().keySet().containsAll(rules.keySet())) {
      throw new Stop(
          ExitCode.REFUSED,
          "A rule is named as none on the ledger; hansa governance list has them.");
    }
    return RequestBuilder.authRules(author, rules).reqId(newReqId()).build();
  }

  /// From a height on, another version of the rules. Without `anyway`, every program has it.
  public IndyRequest draftUpgrade(Did author, RulesSchedule.Upgrade upgrade, boolean anyway) {
    if (!anyway && genesis.isPool()) {
      RulesUpgrades.requireEverywhere(http, nodes(), upgrade.version());
    } else if (!anyway && upgrade.version() > RulesVersions.OURS.highest()) {
      throw new Stop(
          ExitCode.REFUSED,
          "This program, which runs the network, has the rules up to version "
              + RulesVersions.OURS.highest()
              + ".");
    }
    return payload(PayloadType.RULES_UPGRADE, author, Payloads.upgrade(upgrade));
  }

  /// The upgrade that is planned so does not come.
  public IndyRequest draftCancel(Did author, RulesSchedule.Upgrade upgrade) {
    if (!upgrades().planned().equals(Optional.of(upgrade))) {
      throw new Stop(
          ExitCode.REFUSED, "No such upgrade is planned; hansa governance list says which is.");
    }
    return payload(PayloadType.RULES_UPGRADE, author, Payloads.cancel(upgrade));
  }

  public IndyRequest draftLimits(Did author, Limits limits) {
    return payload(PayloadType.LIMITS, author, Payloads.limits(limits));
  }

  private IndyRequest payload(PayloadType type, Did author, ObjectNode payload) {
    var expires = clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
    return RequestBuilder.payload(type, author, expires, payload).reqId(newReqId()).build();
  }

  /// Which version of the rules counts and which is planned, proved.
  public RulesUpgrades upgrades() {
    var proved = client.state(SubLedger.CONFIG, Keys.RULES_UPGRADE);
    return new RulesUpgrades(RulesSchedule.read(proved.value()), proved.checkpoint().height());
  }

  /// How much may be written, proved.
  public Limits limits() {
    return Limits.read(client.state(SubLedger.CONFIG, Keys.LIMITS).value());
  }

  /// The nodes whose programs lack a version of the rules, each with what it has.
  public List<String> lacking(long version) {
    return genesis.isPool() ? RulesUpgrades.lacking(http, nodes(), version) : List.of();
  }

  /// Adds the signature of an organisation of the folder.
  public IndyRequest sign(IndyRequest request, String organisation) {
    var signer = organisations.require(organisation);
    return request.signedBy(signer.did(), signer.nym());
  }

  public WriteResult submit(IndyRequest request) {
    return client.submit(request);
  }

  /// The rules in force, by their names, proved whole.
  public SortedMap<String, Constraint> rules() {
    return AuthRules.read(client.list(SubLedger.CONFIG, Keys.AUTH_RULES).value()).all();
  }

  /// All nodes, proved whole.
  public List<NodeEntry> nodes() {
    return client.list(SubLedger.POOL, Bytes.utf8("")).value().entrySet().stream()
        .map(entry -> NodeEntry.read(entry.getKey(), entry.getValue()))
        .toList();
  }

  /// What a request that gives a node its vote shows of it, in words.
  List<String> inStep(NodeEntry node, Optional<Checkpoint> shown) {
    return Newcomer.words(node, shown, clock.instant());
  }

  public Did did(String shortDid) {
    return Did.parse("did:indy:" + genesis.network() + ":" + shortDid);
  }

  public Optional<Nym> nym(Did did) {
    return dids.nym(did).value();
  }

  /// A short DID as people know it: the folder's name for it, its role on the ledger.
  public String name(String shortDid) {
    var did = did(shortDid);
    var role = nym(did).flatMap(Nym::role).map(each -> " (" + each.name() + ")").orElse("");
    return organisations.nameOf(did.toString()).orElse(did.toString()) + role;
  }
}
