package dev.hansa.credentials;

import static dev.hansa.credentials.CredentialVerifier.KEY_BINDING_AGE_MAX;
import static dev.hansa.credentials.CredentialVerifier.SKEW;

import dev.hansa.credentials.PresentationCheck.Reason;
import dev.hansa.credentials.PresentationCheck.Refusal;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Accreditations;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.CredentialType.IssuedBy;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Invariant;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One presentation on its way through the checks.
final class Examination {
  private static final Optional<Refusal> PASSED = Optional.empty();

  private final CredentialVerifier verifier;
  private final String presentation;
  private final Expectation expectation;
  private final Instant now;

  // What the checks found, in their order.
  private @Nullable Presented credential;
  private Optional<Presented.HolderProof> holderProof = Optional.empty();
  private Optional<CatalogueType> type = Optional.empty();
  private long ledgerHeight = Long.MAX_VALUE;
  private Optional<Accreditation> accreditation = Optional.empty();
  private Optional<StatusEvidence> status = Optional.empty();

  Examination(CredentialVerifier verifier, String presentation, Expectation expectation) {
    this.verifier = verifier;
    this.presentation = presentation;
    this.expectation = expectation;
    this.now = expectation.now();
  }

  PresentationCheck run() {
    var checks =
        List.<Supplier<Optional<Refusal>>>of(
            this::wellFormed,
            this::signature,
            this::accredited,
            this::validity,
            this::status,
            this::holderBinding,
            this::query);
    for (var check : checks) {
      var refusal = check.get();
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    return new PresentationCheck.Verified(
        new VerifiedCredential(credential(), presentation, holderProof, status, ledgerHeight));
  }

  private Presented credential() {
    var parsed = credential;
    Invariant.holds(parsed != null, "what is not well formed is refused first");
    return Objects.requireNonNull(parsed);
  }

  private Optional<Refusal> wellFormed() {
    Presented parsed;
    try {
      parsed = CredentialFormats.read(presentation);
      holderProof = parsed.holderProof();
    } catch (MalformedInput e) {
      return refuse(Reason.MALFORMED, "The presentation is well formed: " + e.getMessage() + ".");
    }
    credential = parsed;
    type = verifier.catalogue.find(parsed.vct());
    var breaches = type.map(known -> known.checkPresented(parsed.shape())).orElse(List.of());
    return breaches.isEmpty() ? PASSED : refuse(Reason.MALFORMED, breaches.getFirst().sentence());
  }

  private Optional<Refusal> signature() {
    for (var proof : credential().issuerProofs()) {
      var refusal =
          switch (proof.key()) {
            case Presented.KeyRef.Named(var name) -> signedBy(proof, name);
            case Presented.KeyRef.Certified(var chain) -> signedBy(proof, chain);
          };
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return PASSED;
  }

  private Optional<Refusal> signedBy(Presented.IssuerProof proof, DidUrl name) {
    // A time that is still to come is looked at below; here it would have no key yet.
    var at = credential().issuedAt().isAfter(now) ? now : credential().issuedAt();
    var key = verifier.keys.find(name, at);
    if (key.isEmpty()) {
      return refuse(
          Reason.UNKNOWN_KEY,
          "The issuer's DID had the key for assertions when the credential was issued.");
    }
    ledgerHeight = Math.min(ledgerHeight, key.get().ledgerHeight());
    return proof.isSignedBy(key.get().key())
        ? PASSED
        : refuse(Reason.BAD_SIGNATURE, "The credential is signed by the key that its kid names.");
  }

  private Optional<Refusal> signedBy(Presented.IssuerProof proof, X509Chain chain) {
    if (!chain.uris().contains(credential().issuer().toString())) {
      return refuse(Reason.UNKNOWN_KEY, "The leaf certificate names the issuer's DID.");
    }
    return proof.isSignedBy(chain.leafKey())
        ? PASSED
        : refuse(
            Reason.BAD_SIGNATURE, "The credential is signed by the key of its leaf certificate.");
  }

  private Optional<Refusal> accredited() {
    var onLedger = verifier.types.find(credential().vct());
    if (type.isEmpty() || onLedger.isEmpty() || !isSame(type.get(), onLedger.get())) {
      return refuse(
          Reason.UNKNOWN_CREDENTIAL_TYPE,
          "The credential's type is on the ledger, with the schemas that are known here.");
    }
    var integrity = credential().typeIntegrity();
    if (integrity.isPresent() && !type.get().hasIntegrity(integrity.get())) {
      return refuse(
          Reason.UNKNOWN_CREDENTIAL_TYPE,
          "The metadata of the type have the hash that the credential names.");
    }
    var refusal =
        switch (onLedger.get().issuedBy()) {
          case MANDATOR -> mandator();
          case ACCREDITED -> accreditedIssuer();
        };
    return refusal.isPresent() ? refusal : chains();
  }

  /// A certificate is believed as far as the accreditation names the anchor of its chain.
  private Optional<Refusal> chains() {
    var anchors = X509Chain.anchors(accreditation.map(Accreditation::anchors).orElse(List.of()));
    for (var proof : credential().issuerProofs()) {
      if (proof.key() instanceof Presented.KeyRef.Certified(var chain)) {
        var refusal = chain.refusal(anchors, credential().issuedAt());
        if (refusal.isPresent()) {
          return refuse(Reason.CHAIN_NOT_TRUSTED, refusal.get());
        }
      }
    }
    return PASSED;
  }

  private static boolean isSame(CatalogueType known, CredentialType onLedger) {
    return known.schemaHash().equals(onLedger.schemaHash())
        && known.presentationSchemaHash().equals(onLedger.presentationSchemaHash())
        && known.typeMetadataHash().equals(onLedger.typeMetadataHash());
  }

  private Optional<Refusal> mandator() {
    var issuer = credential().issuer();
    var mandator = credential().claims().path("mandator").path("did").asText();
    return issuer.method().equals(DidIndy.METHOD) && issuer.toString().equals(mandator)
        ? PASSED
        : refuse(
            Reason.NOT_ACCREDITED,
            "A mandate is issued by the organisation that gives it, which is on the ledger.");
  }

  private Optional<Refusal> accreditedIssuer() {
    var check =
        verifier.accreditations.check(
            credential().issuer(), credential().vct(), credential().issuedAt());
    ledgerHeight = Math.min(ledgerHeight, check.ledgerHeight());
    return switch (check) {
      case Accreditations.Check.Accredited(var found, _) -> {
        accreditation = Optional.of(found);
        yield PASSED;
      }
      case Accreditations.Check.NeverAccredited _ ->
          refuse(Reason.NOT_ACCREDITED, "The issuer is accredited for this credential type.");
      case Accreditations.Check.Withdrawn _ ->
          refuse(Reason.NOT_ACCREDITED, "The issuer's accreditation for this type stands.");
      case Accreditations.Check.NotAtThatTime _ ->
          refuse(
              Reason.NOT_ACCREDITED,
              "The issuer was accredited for this type when it issued the credential.");
    };
  }

  private Optional<Refusal> validity() {
    var latest = now.plus(SKEW);
    var begins = credential().notBefore().orElse(credential().issuedAt());
    if (credential().issuedAt().isAfter(latest) || begins.isAfter(latest)) {
      return refuse(Reason.NOT_YET_VALID, "The credential is valid already.");
    }
    if (credential().expires().isEmpty()) {
      return PASSED; // Its type's schema says whether it must have one.
    }
    var expires = credential().expires().get();
    if (!expires.plus(SKEW).isAfter(now)) {
      return refuse(Reason.EXPIRED, "The credential has not expired.");
    }
    return isTooLong(expires)
        ? refuse(
            Reason.VALIDITY_TOO_LONG,
            "The credential is valid no longer than its issuer's accreditation allows.")
        : PASSED;
  }

  private boolean isTooLong(Instant expires) {
    var issued = credential().issuedAt();
    var byAccreditation = accreditation.map(found -> issued.plus(found.validityMax()));
    if (byAccreditation.map(expires::isAfter).orElse(false)) {
      return true;
    }
    // A mandator needs no accreditation, so the type itself says how long.
    return type.filter(known -> known.issuedBy() == IssuedBy.MANDATOR)
        .flatMap(known -> ContentRules.latestExpiry(known.name(), credential().claims()))
        .map(expires::isAfter)
        .orElse(false);
  }

  private Optional<Refusal> status() {
    if (credential().statuses().isEmpty()) {
      return refuse(Reason.STATUS_INVALID, "The credential has a place in a status list.");
    }
    for (var place : credential().statuses()) {
      var refusal = status(place);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return PASSED;
  }

  private Optional<Refusal> status(StatusPlace place) {
    var result =
        verifier.statusLists.find(
            place,
            new StatusLists.SignedBy(
                credential().issuer(), accreditation.map(Accreditation::anchors).orElse(List.of())),
            expectation.statusAgeMax());
    return switch (result) {
      case StatusResult.Unavailable(var says) -> refuse(Reason.STATUS_UNAVAILABLE, says);
      case StatusResult.Invalid(var says) -> refuse(Reason.STATUS_INVALID, says);
      case StatusResult.Found(var evidence) -> {
        if (status.isEmpty()) {
          status = Optional.of(evidence);
        }
        yield switch (evidence.value()) {
          case StatusList.VALID -> PASSED;
          case StatusList.SUSPENDED -> refuse(Reason.SUSPENDED, "The credential is not suspended.");
          default -> refuse(Reason.REVOKED, "The credential is not revoked.");
        };
      }
    };
  }

  private Optional<Refusal> holderBinding() {
    if (holderProof.isEmpty()) {
      return expectation.requireHolderBinding() || !expectation.transactionData().isEmpty()
          ? refuse(
              Reason.HOLDER_BINDING_MISSING, "The presentation is signed by its holder (KB-JWT).")
          : PASSED;
    }
    var binding = holderProof.get();
    var key = holderKey(binding);
    if (key.isEmpty()) {
      return refuse(
          expectation.requireHolderBinding() ? Reason.HOLDER_BINDING_MISSING : Reason.HOLDER_KEY,
          "The credential names its holder's key.");
    }
    if (!binding.isSignedBy(key.get())) {
      return refuse(
          Reason.HOLDER_KEY, "The presentation is signed by the key that the credential names.");
    }
    if (differs(expectation.nonce(), binding.nonce())) {
      return refuse(Reason.NONCE, "The presentation has the nonce of the request.");
    }
    if (differs(expectation.audience(), binding.audience())) {
      return refuse(Reason.AUDIENCE, "The presentation is for the verifier that asked.");
    }
    var age = binding.issuedAt().map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
    if (age.compareTo(KEY_BINDING_AGE_MAX) > 0 || age.compareTo(SKEW.negated()) < 0) {
      return refuse(Reason.KB_IAT, "The presentation was made for this request, just now.");
    }
    return overTheRightThings(binding);
  }

  /// The key in the credential; where it names a DID instead, a key that this DID authenticates
  /// with, which only its controller has.
  private Optional<VerificationKey> holderKey(Presented.HolderProof proof) {
    if (proof.keyName().isEmpty()) {
      return credential().holderKey();
    }
    var name = proof.keyName().get();
    if (!credential().subject().equals(Optional.of(name.did()))) {
      return Optional.empty();
    }
    return verifier.keys.findHolder(name);
  }

  private Optional<Refusal> overTheRightThings(Presented.HolderProof binding) {
    if (!binding.isOverWhatIsPresented()) {
      return refuse(Reason.SD_HASH, "The holder's signature is over exactly what is presented.");
    }
    var expected = expectation.transactionData().stream().map(Presenter::transactionHash).toList();
    return binding.transactionDataHashes().equals(expected)
        ? PASSED
        : refuse(
            Reason.TRANSACTION_DATA,
            "The holder's signature is over the transaction data of the request.");
  }

  private static boolean differs(Optional<String> expected, String actual) {
    return expected
        .map(text ->
            !MessageDigest.isEqual(
                text.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8)))
        .orElse(false);
  }

  private Optional<Refusal> query() {
    return expectation.query().map(query -> query.isAnsweredBy(credential())).orElse(true)
        ? PASSED
        : refuse(Reason.QUERY_NOT_ANSWERED, "The presentation shows what was asked for.");
  }

  private static Optional<Refusal> refuse(Reason reason, String sentence) {
    return Optional.of(new Refusal(reason, sentence));
  }
}
