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
import dev.hansa.identity.Invariant;
import dev.hansa.identity.MalformedInput;
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
  private @Nullable SdJwt credential;
  private Optional<KeyBinding> keyBinding = Optional.empty();
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
        new VerifiedCredential(credential(), presentation, status, ledgerHeight));
  }

  private SdJwt credential() {
    var parsed = credential;
    Invariant.holds(parsed != null, "what is not well formed is refused first");
    return Objects.requireNonNull(parsed);
  }

  private Optional<Refusal> wellFormed() {
    SdJwt parsed;
    try {
      parsed = SdJwt.parse(presentation);
      keyBinding = parsed.keyBinding().map(KeyBinding::parse);
    } catch (MalformedInput e) {
      return refuse(Reason.MALFORMED, "The presentation is well formed: " + e.getMessage() + ".");
    }
    credential = parsed;
    type = verifier.catalogue.find(parsed.vct());
    var breaches = type.map(known -> known.checkPresented(parsed.shape())).orElse(List.of());
    return breaches.isEmpty() ? PASSED : refuse(Reason.MALFORMED, breaches.getFirst().sentence());
  }

  private Optional<Refusal> signature() {
    // A time that is still to come is looked at below; here it would have no key yet.
    var at = credential().issuedAt().isAfter(now) ? now : credential().issuedAt();
    var key = verifier.keys.find(credential().keyName(), at);
    if (key.isEmpty()) {
      return refuse(
          Reason.UNKNOWN_KEY,
          "The issuer's DID had the key for assertions when the credential was issued.");
    }
    ledgerHeight = key.get().ledgerHeight();
    return credential().issuerJwt().isSignedBy(key.get().key())
        ? PASSED
        : refuse(Reason.BAD_SIGNATURE, "The credential is signed by the key that its kid names.");
  }

  private Optional<Refusal> accredited() {
    var onLedger = verifier.types.find(credential().vct());
    if (type.isEmpty() || onLedger.isEmpty() || !isSame(type.get(), onLedger.get())) {
      return refuse(
          Reason.UNKNOWN_CREDENTIAL_TYPE,
          "The credential's type is on the ledger, with the schemas that are known here.");
    }
    return switch (onLedger.get().issuedBy()) {
      case MANDATOR -> mandator();
      case ACCREDITED -> accreditedIssuer();
    };
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
    if (credential().status().isEmpty()) {
      return refuse(Reason.STATUS_INVALID, "The credential has a place in a status list.");
    }
    var place = credential().status().get();
    var result =
        verifier.statusLists.find(
            place.uri(), place.idx(), credential().issuer(), expectation.statusAgeMax());
    return switch (result) {
      case StatusResult.Unavailable(var says) -> refuse(Reason.STATUS_UNAVAILABLE, says);
      case StatusResult.Invalid(var says) -> refuse(Reason.STATUS_INVALID, says);
      case StatusResult.Found(var evidence) -> {
        status = Optional.of(evidence);
        yield switch (evidence.value()) {
          case StatusList.VALID -> PASSED;
          case StatusList.SUSPENDED -> refuse(Reason.SUSPENDED, "The credential is not suspended.");
          default -> refuse(Reason.REVOKED, "The credential is not revoked.");
        };
      }
    };
  }

  private Optional<Refusal> holderBinding() {
    if (keyBinding.isEmpty()) {
      return expectation.requireHolderBinding() || !expectation.transactionData().isEmpty()
          ? refuse(Reason.HOLDER_BINDING_MISSING, "The presentation has a KB-JWT of its holder.")
          : PASSED;
    }
    var binding = keyBinding.get();
    var key = credential().holderKey();
    if (key.isEmpty()) {
      return refuse(
          expectation.requireHolderBinding() ? Reason.HOLDER_BINDING_MISSING : Reason.HOLDER_KEY,
          "The credential names its holder's key in cnf.");
    }
    if (!binding.jws().isSignedBy(key.get())) {
      return refuse(Reason.HOLDER_KEY, "The KB-JWT is signed by the holder's key in cnf.");
    }
    if (differs(expectation.nonce(), binding.nonce())) {
      return refuse(Reason.NONCE, "The KB-JWT has the nonce of the request.");
    }
    if (differs(expectation.audience(), binding.audience())) {
      return refuse(Reason.AUDIENCE, "The KB-JWT is for the verifier that asked.");
    }
    var age = Duration.between(binding.issuedAt(), now);
    if (age.compareTo(KEY_BINDING_AGE_MAX) > 0 || age.compareTo(SKEW.negated()) < 0) {
      return refuse(Reason.KB_IAT, "The KB-JWT was made for this request, just now.");
    }
    return overTheRightThings(binding);
  }

  private Optional<Refusal> overTheRightThings(KeyBinding binding) {
    if (!credential().sdHash().equals(binding.sdHash())) {
      return refuse(Reason.SD_HASH, "The KB-JWT is over exactly what is presented.");
    }
    var expected = expectation.transactionData().stream().map(Presenter::transactionHash).toList();
    return binding.transactionDataHashes().equals(expected)
        ? PASSED
        : refuse(
            Reason.TRANSACTION_DATA, "The KB-JWT is over the transaction data of the request.");
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
