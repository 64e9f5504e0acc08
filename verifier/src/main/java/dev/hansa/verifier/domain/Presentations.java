package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.DcqlQuery;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.KeyAgreementKey;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import dev.hansa.verifier.VerifierConfig;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/// Requests for presentations: made for a caller, fetched by a wallet, answered once.
public final class Presentations {
  private final VerifierConfig config;
  private final ClientNames names;
  private final Requests requests;
  private final Verifications verifications;
  private final Clock clock;
  private final SecureRandom random;

  public Presentations(
      VerifierConfig config,
      ClientNames names,
      Requests requests,
      Verifications verifications,
      Clock clock,
      SecureRandom random) {
    this.config = config;
    this.names = names;
    this.requests = requests;
    this.verifications = verifications;
    this.clock = clock;
    this.random = random;
  }

  /// What became of a wish to ask.
  public sealed interface Asking {
    record NotAnOrganisation() implements Asking {}

    record TooManyOpen() implements Asking {}

    /// The operator has no name of the kind that was wished.
    record NoSuchName() implements Asking {}

    record Asked(PresentationRequest.Waiting request) implements Asking {}
  }

  public Asking ask(Did caller, Ask ask) {
    if (!DidIndy.isOf(caller, config.network())) {
      return new Asking.NotAnOrganisation();
    }
    if (names.clientId(ask.manner().prefix(), config.publicUrl()).isEmpty()) {
      return new Asking.NoSuchName();
    }
    if (requests.open(caller, clock.instant()) >= config.openRequestsMax()) {
      return new Asking.TooManyOpen();
    }
    var ticket =
        new PresentationRequest.Ticket(
            Bytes.random(16, random).toHex(),
            caller,
            ask,
            Bytes.random(24, random).toBase64Url(),
            Bytes.random(16, random).toBase64Url(),
            clock.instant().plus(config.requestLifetime()),
            ask.manner().responseMode().isEncrypted()
                ? Optional.of(KeyAgreementKey.generate(random))
                : Optional.empty());
    var waiting = new PresentationRequest.Waiting(ticket);
    requests.add(waiting);
    return new Asking.Asked(waiting);
  }

  /// What a caller sees of a request.
  public sealed interface Looking {
    /// There is none of this caller.
    record Unknown() implements Looking {}

    record WrongResponseCode() implements Looking {}

    /// `whole` is false where the result waits for the browser to come back.
    record Seen(PresentationRequest request, boolean whole) implements Looking {}
  }

  /// The request, for the caller who made it and nobody else. On the same device what was verified
  /// is for the browser that was sent to the wallet: it comes back with a code that nobody else was
  /// given, [OpenID4VP 1.0, section
  /// 13.3](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-13.3).
  public Looking look(String id, Did caller, Optional<String> responseCode) {
    var found =
        requests
            .find(id, clock.instant())
            .filter(request -> request.ticket().caller().equals(caller));
    if (found.isEmpty()) {
      return new Looking.Unknown();
    }
    if (!(found.get() instanceof PresentationRequest.Answered answered)
        || answered.responseCode().isEmpty()) {
      return new Looking.Seen(found.get(), true);
    }
    if (responseCode.isEmpty()) {
      return new Looking.Seen(answered, !answered.ticket().ask().manner().sameDevice());
    }
    var expected = Bytes.utf8(answered.responseCode().get());
    return expected.equalsInConstantTime(Bytes.utf8(responseCode.get()))
        ? new Looking.Seen(answered, true)
        : new Looking.WrongResponseCode();
  }

  /// The request, for the wallet that has its address; it is fetched from now on.
  public Optional<PresentationRequest> fetch(String id) {
    var found = requests.find(id, clock.instant());
    if (found.isPresent() && found.get() instanceof PresentationRequest.Waiting waiting) {
      var fetched = waiting.fetch();
      requests.keepFetched(fetched);
      return Optional.of(fetched);
    }
    return found;
  }

  /// A wallet's answer.
  public Answering answer(String id, WalletAnswer answer) {
    var now = clock.instant();
    var found = requests.find(id, now);
    if (found.isEmpty()) {
      return new Answering.UnknownRequest();
    }
    var ticket = found.get().ticket();
    // What a browser hands over is not posted by a wallet.
    if (ticket.ask().manner().responseMode().isDcApi()) {
      return new Answering.UnknownRequest();
    }
    var readable = readable(answer, ticket);
    var state = readable.state();
    // Who has no state has not seen the request object, and must not be able to use it up.
    if (!Bytes.utf8(ticket.state()).equalsInConstantTime(Bytes.utf8(state))) {
      return new Answering.WrongState();
    }
    return answerOnce(found.get(), readable, verifications.audience(ticket));
  }

  /// An answer that a page got from its browser (Digital Credentials API, appendix A.4): `data` as
  /// it came, and the page's origin, which the holder's signature is for. The caller is whoever
  /// asked; the browser is trusted with nothing but the handing over.
  public Answering answer(String id, Did caller, String origin, ObjectNode data) {
    var found =
        requests
            .find(id, clock.instant())
            .filter(request -> request.ticket().caller().equals(caller))
            .filter(request -> request.ticket().ask().manner().responseMode().isDcApi());
    if (found.isEmpty()) {
      return new Answering.UnknownRequest();
    }
    var ticket = found.get().ticket();
    if (!ticket.ask().expectedOrigins().contains(origin)) {
      throw new MalformedInput("the origin is one of the request's expected_origins");
    }
    var members =
        data.has("response")
            ? EncryptedAnswers.decrypt(
                Jwe.parse(Json.text(data, "response", VpToken.LENGTH_MAX), VpToken.LENGTH_MAX),
                ticket.encryptionKey())
            : data;
    if (members.has("error")) {
      return answerOnce(found.get(), new WalletAnswer.Declined(ticket.state()), "");
    }
    if (ticket.encryptionKey().isPresent() && !data.has("response")) {
      throw new MalformedInput("this request is answered encrypted, as dc_api.jwt says");
    }
    var token = VpToken.parse(Json.object(members, "vp_token"));
    requireOneEach(token, ticket.ask());
    return answerOnce(
        found.get(), new WalletAnswer.Shown(token, ticket.state()), "origin:" + origin);
  }

  private Answering answerOnce(
      PresentationRequest request, WalletAnswer.Plain readable, String audience) {
    return switch (request) {
      case PresentationRequest.Expired _ -> new Answering.Expired();
      case PresentationRequest.Answered _, PresentationRequest.Answering _ ->
          new Answering.AlreadyAnswered();
      case PresentationRequest.Waiting _, PresentationRequest.Fetched _ ->
          requests
              .claim(request.ticket().id(), clock.instant())
              .map(claimed -> answer(claimed, readable, audience))
              .orElseGet(Answering.AlreadyAnswered::new);
    };
  }

  private static WalletAnswer.Plain readable(
      WalletAnswer answer, PresentationRequest.Ticket ticket) {
    return switch (answer) {
      case WalletAnswer.Encrypted(var jwe) -> {
        var read = EncryptedAnswers.read(jwe, ticket.encryptionKey());
        if (read instanceof WalletAnswer.Shown(var token, _)) {
          requireOneEach(token, ticket.ask());
        }
        yield read;
      }
      // Section 8.3.1: who cannot encrypt may say so in the open.
      case WalletAnswer.Declined declined -> declined;
      case WalletAnswer.Shown shown -> {
        if (ticket.encryptionKey().isPresent()) {
          throw new MalformedInput("this request is answered encrypted, as direct_post.jwt says");
        }
        requireOneEach(shown.token(), ticket.ask());
        yield shown;
      }
    };
  }

  /// Section 8.1: several presentations only where the query says `multiple`.
  private static void requireOneEach(VpToken token, Ask ask) {
    for (var query : DcqlQuery.parse(ask.dcqlQuery()).credentials()) {
      if (!query.multiple() && token.of(query.id()).size() > 1) {
        throw new MalformedInput("a credential query without multiple is answered by one");
      }
    }
  }

  private Answering answer(
      PresentationRequest.Answering claimed, WalletAnswer.Plain readable, String audience) {
    var token =
        switch (readable) {
          case WalletAnswer.Shown(var shown, _) -> Optional.of(shown);
          case WalletAnswer.Declined _ -> Optional.<VpToken>empty();
        };
    var ticket = claimed.ticket();
    VerificationResult result;
    try {
      result =
          token
              .map(presented -> verifications.verify(ticket, presented, audience))
              .orElseGet(() -> verifications.declined(ticket));
    } catch (LedgerUnavailable e) {
      requests.release(claimed);
      throw e;
    }
    var responseCode =
        result.verified() && ticket.ask().redirectUri().isPresent()
            ? Optional.of(Bytes.random(16, random).toBase64Url())
            : Optional.<String>empty();
    requests.keepAnswered(
        claimed.answer(result, responseCode), clock.instant().plus(config.resultLifetime()));
    if (token.isEmpty()) {
      return new Answering.Declined();
    }
    return switch (result.outcome()) {
      case VerificationResult.Outcome.Refused(var reason, var sentence, _) ->
          new Answering.Refused(reason, sentence);
      case VerificationResult.Outcome.Verified _ ->
          new Answering.Accepted(
              responseCode.flatMap(
                  code -> ticket.ask().redirectUri().map(uri -> withResponseCode(uri, code))));
    };
  }

  private static String withResponseCode(URI uri, String code) {
    return uri + (uri.getRawQuery() == null ? "?" : "&") + "response_code=" + code;
  }
}
