package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.credentials.KeptStatusList;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.MerkleLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The checks of a receipt's file after its form, in their order. The maker of a file runs them
/// against a node, its reader against the answers inside.
final class ReceiptChecks {
  static final List<String> ORDER =
      List.of(
          "genesis",
          "signature",
          "commitments",
          "log",
          "evidence",
          "accreditation",
          "status",
          "replay");

  /// The outer bound of the policies; `now` is a fact, so this is judged at the receipt's time.
  static final Duration STATUS_AGE_MAX = Duration.ofMinutes(5);

  private static final Duration SKEW = Duration.ofSeconds(60);

  private final ReceiptFile file;
  private final ReceiptClaims claims;
  private final Genesis genesis;
  private final LedgerReaderSide ledger;
  private final List<CredentialEvidence> credentials = new ArrayList<>();

  ReceiptChecks(ReceiptFile file, ReceiptClaims claims, Genesis genesis, LedgerReaderSide ledger) {
    this.file = file;
    this.claims = claims;
    this.genesis = genesis;
    this.ledger = ledger;
  }

  ReceiptCheck run() {
    for (var name : ORDER) {
      var problem = problem(name);
      if (problem.isPresent()) {
        return new ReceiptCheck.Fails(name, problem.get());
      }
    }
    return new ReceiptCheck.Holds(
        claims.id(),
        claims.issuer(),
        claims.time(),
        claims.kind() == ReceiptClaims.Kind.DECISION ? "decision" : "verification",
        claims.action(),
        claims.outcome(),
        claims.policies(),
        claims.genesisHash(),
        claims.ledgerHeight(),
        ORDER);
  }

  private Optional<String> problem(String name) {
    try {
      return switch (name) {
        case "genesis" -> genesisProblem();
        case "signature" -> signatureProblem();
        case "commitments" -> commitmentsProblem();
        case "log" -> logProblem();
        case "evidence" -> evidenceProblem();
        case "accreditation" -> accreditationProblem();
        case "status" -> statusProblem();
        case "replay" -> replayProblem();
        default -> throw new IllegalStateException("a check of the order has a body");
      };
    } catch (MalformedInput | LedgerUnavailable e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> unless(boolean holds, String rule) {
    return holds ? Optional.empty() : Optional.of(rule);
  }

  private Optional<String> genesisProblem() {
    return unless(
        genesis.hash().equals(claims.genesisHash()),
        "the genesis is the one that the receipt names");
  }

  private Optional<String> signatureProblem() {
    var key = ledger.assertionKey(claims.keyName(), claims.time());
    return unless(
        key.isPresent() && claims.jws().isSignedBy(key.get()),
        "the receipt is signed by a key that its issuer's DID had for it at that time");
  }

  private Optional<String> commitmentsProblem() {
    return unless(
        file.opened().hashes().equals(claims.commitments()),
        "what the file opens is what the receipt committed to, all of it");
  }

  private Optional<String> logProblem() {
    var anchor = ledger.anchor(claims.issuer());
    var place = file.place();
    if (anchor.isEmpty() || anchor.get().treeSize() != place.treeSize()) {
      return Optional.of("the log of this size is anchored on the ledger");
    }
    return unless(
        MerkleLog.verifyInclusion(
            ReceiptLog.leafHash(claims.jws().compact()),
            place.index(),
            place.treeSize(),
            place.path(),
            anchor.get().rootHash()),
        "the receipt is in the log whose root is anchored");
  }

  private Optional<String> evidenceProblem() {
    var list = file.opened().value("credentials");
    if (!list.isArray() || list.size() > CredentialEvidence.COUNT_MAX) {
      return Optional.of("the evidence is a list of credentials");
    }
    list.forEach(each -> credentials.add(CredentialEvidence.parse(each)));
    var open = Json.newObject();
    ReceiptWriter.addCredentials(open, credentials);
    // By their canonical form: 60 is another node as int than as long, and the same number.
    if (!Json.canonical(open.get("credentials")).equals(Json.canonical(claims.credentials()))
        || !Json.canonical(open.get("lists")).equals(Json.canonical(claims.lists()))) {
      return Optional.of("types, issuers and lists of the receipt are those of the evidence");
    }
    var hashes = new TreeSet<String>();
    claims.lists().forEach(version -> hashes.add(version.path("listHash").asText()));
    if (!hashes.equals(file.statusTokens().keySet())) {
      return Optional.of("the file has the tokens of the receipt's status lists and no others");
    }
    if (claims.kind() == ReceiptClaims.Kind.VERIFICATION) {
      return unless(
          !claims.outcome().equals("verified")
              || credentials.stream().allMatch(CredentialEvidence::good),
          "what was verified was good");
    }
    var sources = new ArrayList<FactSource>();
    for (var source : list("sources", ReceiptSubject.Decided.SOURCES_MAX)) {
      sources.add(FactSource.parse(source));
    }
    return SourceCheck.problem(evaluation(), sources, credentials);
  }

  private JsonNode list(String name, int sizeMax) {
    var list = file.opened().value(name);
    if (!list.isArray() || list.size() > sizeMax) {
      throw new MalformedInput("the value of " + name + " is a list of at most " + sizeMax);
    }
    return list;
  }

  private Evaluation evaluation() {
    var json = Json.newObject().put("action", claims.action());
    for (var part : ReceiptClaims.EVALUATION_PARTS) {
      json.set(part, file.opened().value(part));
    }
    return Evaluation.parse(json);
  }

  private Optional<String> accreditationProblem() {
    for (var credential : credentials) {
      if (credential.accredited()
          && !ledger.mayIssue(
              credential.issuer(), credential.vct(), credential.issuedAt(), claims.time())) {
        return Optional.of("each issuer was accredited for its type when it issued");
      }
    }
    return Optional.empty();
  }

  private Optional<String> statusProblem() {
    for (var credential : credentials) {
      var problem = credential.status().flatMap(status -> statusProblem(credential, status));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<String> statusProblem(
      CredentialEvidence credential, CredentialEvidence.Status status) {
    var compact = file.statusTokens().get(status.listHash().toBase64Url());
    if (compact == null) {
      return Optional.of("the file has the token of each status list");
    }
    var token = KeptStatusList.parse(compact);
    if (!token.isSignedBy(
        credential.issuer(), name -> ledger.assertionKey(name, token.issuedAt()))) {
      return Optional.of(
          "a status list is signed by a key that the credential's issuer had at that time");
    }
    if (!token.subject().equals(status.uri())
        || !token.issuedAt().equals(status.iat())
        || token.ttl().toSeconds() != status.ttlSeconds()
        || !token.says(credential.issuer(), status.idx(), status.value())) {
      return Optional.of("a status list says of the credential what the evidence says");
    }
    if (token.issuedAt().isAfter(credential.checkedAt().plus(SKEW))
        || token.expires().stream()
            .anyMatch(end -> !credential.checkedAt().isBefore(end.plus(SKEW)))) {
      return Optional.of("a status list was in its lifetime when it was looked at");
    }
    boolean rested = claims.outcome().equals("permit") || claims.outcome().equals("verified");
    var age = Duration.between(credential.checkedAt(), claims.time());
    return unless(
        !rested
            || (age.compareTo(STATUS_AGE_MAX.plus(SKEW)) <= 0
                && age.compareTo(SKEW.negated()) >= 0),
        "a status list was looked at shortly before");
  }

  private Optional<String> replayProblem() {
    if (claims.kind() == ReceiptClaims.Kind.VERIFICATION) {
      return unless(file.policies().isEmpty(), "a verification rests on no policies");
    }
    if (file.policies().isEmpty()) {
      return Optional.of("the file has the policies of the decision");
    }
    var texts = file.policies().get();
    if (!PolicySet.hash(texts.schema(), texts.policies()).equals(claims.policySet())) {
      return Optional.of("the policy texts have the hash that the receipt names");
    }
    var evaluation = evaluation();
    var now = CredentialEvidence.instant(Json.text(evaluation.context(), "now", 40));
    if (Duration.between(now, claims.time()).abs().compareTo(SKEW) > 0) {
      return Optional.of("the decision's time is the receipt's");
    }
    var decision = PolicySet.load(texts.schema(), texts.policies()).decide(evaluation);
    return unless(
        decision.name().equals(claims.outcome()) && decision.policies().equals(claims.policies()),
        "the policies decide on these facts as the receipt says, by the same rules");
  }
}
