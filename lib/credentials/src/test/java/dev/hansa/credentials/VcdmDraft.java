package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A person's membership in the W3C data model on its way to a verifier, to be spoiled by a test.
final class VcdmDraft {
  static final URI LIST = URI.create("https://issuer.example/market/bitstrings/1");
  static final int INDEX = 17;
  static final Signer ED25519 =
      PrivateKeys.fromJwk(
          Json.newObject()
              .put("kty", "OKP")
              .put("crv", "Ed25519")
              .put("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
              .put("d", "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"));

  final World world = new World();
  final ObjectNode credential = Json.newObject();
  final ObjectNode header =
      Json.newObject().put("typ", "vc+jwt").put("kid", World.ISSUER_NAME.toString());
  final ObjectNode presentation = Json.newObject();
  final ObjectNode vpHeader = Json.newObject().put("typ", "vp+jwt");
  final List<ObjectNode> proofs = new ArrayList<>();
  final ObjectNode vpProof;
  Signer issuer = World.ISSUER_KEY;
  Signer holder = World.HOLDER_KEY;
  boolean presented = true;
  UnaryOperator<String> vcJwt = UnaryOperator.identity();
  Consumer<ObjectNode> secured = _ -> {};
  Consumer<ObjectNode> securedPresentation = _ -> {};
  private final Optional<DataIntegrity.Suite> suite;

  private VcdmDraft(Optional<DataIntegrity.Suite> suite) {
    this.suite = suite;
    var did = DidJwk.of(World.HOLDER_KEY.publicKey());
    var key = DidJwk.keyName(did).toString();
    credential.putArray("@context").add(Vcdm.CONTEXT).add(Contexts.HANSA);
    credential.putArray("type").add(Vcdm.TYPE).add("urn:hansa:participant:1");
    credential
        .put("issuer", World.ISSUER.toString())
        .put("validFrom", World.ISSUED.toString())
        .put("validUntil", World.ISSUED.plus(Duration.ofDays(365)).toString());
    var subject =
        credential
            .putObject("credentialSubject")
            .put("id", did.toString())
            .put("kind", "NATURAL_PERSON")
            .put("country", "SE")
            .put("termsHash", Bytes.utf8("terms").sha256().toBase64Url())
            .put("onboardedAt", "2026-11-01T00:00:00Z");
    subject.putArray("roles").add("PROSUMER");
    credential
        .putObject("credentialStatus")
        .put("id", LIST + "#" + INDEX)
        .put("type", "BitstringStatusListEntry")
        .put("statusPurpose", "revocation")
        .put("statusListIndex", Integer.toString(INDEX))
        .put("statusListCredential", LIST.toString());
    presentation.putArray("@context").add(Vcdm.CONTEXT);
    presentation.putArray("type").add("VerifiablePresentation");
    presentation.put("holder", did.toString());
    vpHeader.put("kid", key);
    proofs.add(proof("assertionMethod", World.ISSUER_NAME.toString()));
    vpProof =
        proof("authentication", key).put("challenge", World.NONCE).put("domain", World.AUDIENCE);
    list("revocation", _ -> {});
  }

  /// Secured as JWTs.
  static VcdmDraft jwt() {
    var draft = new VcdmDraft(Optional.empty());
    draft
        .presentation
        .put("nonce", World.NONCE)
        .put("aud", World.AUDIENCE)
        .put("iat", World.NOW.getEpochSecond());
    return draft;
  }

  /// Secured by Data Integrity, issuer and holder by suites of one kind.
  static VcdmDraft proved(DataIntegrity.Suite suite) {
    var draft = new VcdmDraft(Optional.of(suite));
    if (suite.text().startsWith("eddsa")) {
      draft.issuer = ED25519;
      draft.world.documents.remove(World.ISSUER);
      draft.world.put(
          World.ISSUER, ED25519.publicKey(), java.time.Instant.parse("2026-01-01T00:00:00Z"));
      draft.list("revocation", _ -> {});
    }
    return draft;
  }

  ObjectNode proof(String purpose, String method) {
    var name =
        suite
            .map(each ->
                purpose.equals("authentication")
                    ? each.text().replace("eddsa", "ecdsa").replace("2022", "2019")
                    : each.text())
            .orElse("ecdsa-jcs-2019");
    return Json.newObject()
        .put("type", "DataIntegrityProof")
        .put("cryptosuite", name)
        .put("created", (purpose.equals("authentication") ? World.NOW : World.ISSUED).toString())
        .put("verificationMethod", method)
        .put("proofPurpose", purpose);
  }

  ObjectNode subject() {
    return (ObjectNode) credential.get("credentialSubject");
  }

  ObjectNode status() {
    return (ObjectNode) credential.get("credentialStatus");
  }

  /// The issuer's list from now on, with a change to its values.
  void list(String purpose, Consumer<BitstringStatusList> change) {
    var list = BitstringStatusList.ofZeros(BitstringStatusList.ENTRIES_MIN, 1);
    change.accept(list);
    world.lists.put(
        LIST,
        BitstringCredential.sign(
            list,
            LIST,
            purpose,
            World.NOW.minusSeconds(30),
            Duration.ofHours(1),
            World.ISSUER_NAME,
            issuer));
  }

  /// What the holder shows.
  String presented() {
    if (suite.isPresent()) {
      var shown = secure(credential, proofs, issuer, secured);
      if (!presented) {
        return shown.toString();
      }
      presentation.putArray("verifiableCredential").add(shown);
      return secure(presentation, List.of(vpProof), holder, securedPresentation).toString();
    }
    var vc = vcJwt.apply(Jws.sign(header, Json.utf8(credential), issuer));
    if (!presented) {
      return vc;
    }
    if (!presentation.has("verifiableCredential")) {
      presentation
          .putArray("verifiableCredential")
          .addObject()
          .put("@context", Vcdm.CONTEXT)
          .put("id", JwtVc.ENVELOPE + vc)
          .put("type", "EnvelopedVerifiableCredential");
    }
    return Jws.sign(vpHeader, Json.utf8(presentation), holder);
  }

  private static ObjectNode secure(
      ObjectNode document, List<ObjectNode> proofs, Signer signer, Consumer<ObjectNode> change) {
    var secured = document.deepCopy();
    var array = secured.putArray("proof");
    for (var proof : proofs) {
      array.add(signed(secured, proof, signer));
    }
    if (array.size() == 1) {
      secured.set("proof", array.get(0));
    }
    change.accept(secured);
    return secured;
  }

  /// Signs one proof; those before it in the array are signed already.
  static ObjectNode signed(ObjectNode secured, ObjectNode proof, Signer signer) {
    var empty = proof.deepCopy().put("proofValue", "z" + Base58.encode(new byte[64]));
    var draft = secured.deepCopy();
    var all = draft.putArray("proof");
    if (secured.get("proof") instanceof ArrayNode before) {
      all.addAll(before);
    }
    all.add(empty);
    var read = DataIntegrity.proofs(draft, proof.path("proofPurpose").asText()).getLast();
    return proof
        .deepCopy()
        .put("proofValue", "z" + Base58.encode(signer.sign(read.hash().toArray())));
  }

  Draft expectations() {
    var draft = Draft.participant(world);
    draft.query = query;
    draft.requireHolderBinding = requireHolderBinding;
    draft.transactionData = transactionData;
    return draft;
  }

  Optional<ObjectNode> query = Optional.empty();
  boolean requireHolderBinding = true;
  List<String> transactionData = List.of();

  PresentationCheck check() {
    return world.verifier().check(presented(), expectations().expectation());
  }

  String reason() {
    return switch (check()) {
      case PresentationCheck.Refusal refusal -> refusal.reason() + ": " + refusal.sentence();
      case PresentationCheck.Verified _ -> "verified";
    };
  }
}
