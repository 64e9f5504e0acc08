package dev.hansa.issuer.domain.onboarding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import dev.hansa.issuer.domain.Holder;
import dev.hansa.issuer.domain.IssueRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What an operator asks for: whom to onboard, what to look at before, and which credentials it is
/// about. `requestId` makes it idempotent.
public record OnboardingRequest(
    String requestId, Did applicant, List<String> checks, List<Step.Wish> credentials) {
  public static final int BODY_MAX = 128 * 1024;
  public static final int CHECKS_MAX = 16;
  public static final int CREDENTIALS_MAX = 8;

  private static final Pattern CHECK = Pattern.compile("\\S(.*\\S)?");
  private static final Set<String> MEMBERS =
      Set.of("requestId", "applicant", "checks", "credentials");
  private static final Set<String> OF_A_CREDENTIAL =
      Set.of("vct", "claims", "validity", "txCode", "grant", "holder");

  public OnboardingRequest {
    checks = List.copyOf(checks);
    credentials = List.copyOf(credentials);
  }

  /// Reads the body of a request to an issuer on this network's ledger.
  public static OnboardingRequest parse(String body, String network) {
    var json = Json.parseObject(body, BODY_MAX);
    IssueRequest.onlyMembers(json, MEMBERS);
    var requestId = IssueRequest.readRequestId(json);
    var applicant = applicant(Json.text(json, "applicant", Did.LENGTH_MAX), network);
    var checks = json.has("checks") ? checks(json) : List.<String>of();
    var wishes = new ArrayList<Step.Wish>();
    for (var each : Json.array(json, "credentials", CREDENTIALS_MAX)) {
      if (!(each instanceof ObjectNode credential)) {
        throw new MalformedInput("each of credentials is an object");
      }
      wishes.add(wish(credential, applicant));
    }
    if (wishes.isEmpty()) {
      throw new MalformedInput("an onboarding is about one credential or more");
    }
    return new OnboardingRequest(requestId, applicant, checks, wishes);
  }

  /// A DID of this ledger, or a private person's `did:jwk`: what registration can find, or need
  /// not.
  private static Did applicant(String text, String network) {
    var did = Did.parse(text);
    if (did.method().equals(DidJwk.METHOD)) {
      var _ = VerificationKey.fromJwk(Json.parseObject(Bytes.fromBase64Url(did.id())));
      return did;
    }
    int length = Base58.decode(DidIndy.id(did, network)).length;
    if (length != 16 && length != 32) {
      throw new MalformedInput("a DID of the ledger is base58 of 16 or 32 bytes");
    }
    return did;
  }

  private static List<String> checks(ObjectNode json) {
    var names = new ArrayList<String>();
    for (var each : Json.array(json, "checks", CHECKS_MAX)) {
      if (!each.isTextual()
          || each.textValue().length() > Step.Task.Check.NAME_MAX
          || !CHECK.matcher(each.textValue()).matches()) {
        throw new MalformedInput(
            "a check has a name of 1 to " + Step.Task.Check.NAME_MAX + " characters");
      }
      names.add(each.textValue());
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new MalformedInput("each check has a name of its own");
    }
    return names;
  }

  private static Step.Wish wish(ObjectNode credential, Did applicant) {
    IssueRequest.onlyMembers(credential, OF_A_CREDENTIAL);
    // Read once as the offer that it will be, so that its mistakes are told now.
    var request =
        IssueRequest.parseOffer(credential.deepCopy().put("requestId", "onboarding").toString());
    var subject = request.claims().get("sub");
    if (subject != null && !subject.asText("").equals(applicant.toString())) {
      throw new MalformedInput("a credential that has a sub is about the applicant");
    }
    if (request.holder().isPresent()
        && request.holder().get() instanceof Holder.OfDid(var did)
        && !did.equals(applicant)) {
      throw new MalformedInput(
          "the holder of an onboarding's credential is the applicant, or who logs in at a provider");
    }
    return new Step.Wish(request.vct(), Optional.of(credential));
  }

  /// The credentials whose holders show who they are, instead of having a code.
  public List<IssueRequest> byLogin() {
    return credentials.stream()
        .map(wish -> wish.request("new", 0, 0))
        .filter(request -> request.holder().isPresent())
        .toList();
  }

  /// The content, as bytes that are equal for equal requests.
  Bytes content() {
    var json = Json.newObject().put("applicant", applicant.toString());
    var names = json.putArray("checks");
    checks.forEach(names::add);
    var wishes = json.putArray("credentials");
    credentials.forEach(wish -> wish.content().ifPresent(wishes::add));
    return Json.canonical(json);
  }
}
