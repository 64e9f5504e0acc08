package dev.hansa.verifier.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.verifier.VerifierConfig;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/// Requests for presentations: made for a caller, fetched by a wallet, answered once.
public final class Presentations {
  private final VerifierConfig config;
  private final Requests requests;
  private final Verifications verifications;
  private final Clock clock;
  private final SecureRandom random;

  public Presentations(
      VerifierConfig config,
      Requests requests,
      Verifications verifications,
      Clock clock,
      SecureRandom random) {
    this.config = config;
    this.requests = requests;
    this.verifications = verifications;
    this.clock = clock;
    this.random = random;
  }

  /// What became of a wish to ask.
  public sealed interface Asking {
    record NotAnOrganisation() implements Asking {}

    record TooManyOpen() implements Asking {}

    record Asked(PresentationRequest.Waiting request) implements Asking {}
  }

  public Asking ask(Did caller, Ask ask) {
    if (!DidIndy.isOf(caller, config.network())) {
      return new Asking.NotAnOrganisation();
    }
    if (requests.open(caller, clock.instant()) >= config.openRequestsMax()) {
      return new Asking.TooManyOpen();
    }
    var ticket =
        new PresentationRequest.Ticket(
            random(16),
            caller,
            ask,
            random(24),
            random(16),
            clock.instant().plus(config.requestLifetime()));
    var waiting = new PresentationRequest.Waiting(ticket);
    requests.add(waiting);
    return new Asking.Asked(waiting);
  }

  /// The request, for the caller who made it and nobody else.
  public Optional<PresentationRequest> look(String id, Did caller) {
    return requests
        .find(id, clock.instant())
        .filter(request -> request.ticket().caller().equals(caller));
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

  /// A wallet's answer. `token` is empty when the holder declined.
  public Answering answer(String id, Optional<VpToken> token, String state) {
    var now = clock.instant();
    var found = requests.find(id, now);
    if (found.isEmpty()) {
      return new Answering.UnknownRequest();
    }
    var ticket = found.get().ticket();
    // Who has no state has not seen the request object, and must not be able to use it up.
    if (!Bytes.utf8(ticket.state()).equalsInConstantTime(Bytes.utf8(state))) {
      return new Answering.WrongState();
    }
    return switch (found.get()) {
      case PresentationRequest.Expired _ -> new Answering.Expired();
      case PresentationRequest.Answered _, PresentationRequest.Answering _ ->
          new Answering.AlreadyAnswered();
      case PresentationRequest.Waiting _, PresentationRequest.Fetched _ ->
          requests
              .claim(id, now)
              .map(claimed -> answer(claimed, token))
              .orElseGet(Answering.AlreadyAnswered::new);
    };
  }

  private Answering answer(PresentationRequest.Answering claimed, Optional<VpToken> token) {
    var ticket = claimed.ticket();
    VerificationResult result;
    try {
      result =
          token
              .map(presented -> verifications.verify(ticket, presented))
              .orElseGet(() -> verifications.declined(ticket));
    } catch (LedgerUnavailable e) {
      requests.release(claimed);
      throw e;
    }
    var responseCode =
        result.verified() && ticket.ask().redirectUri().isPresent()
            ? Optional.of(random(16))
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

  private String random(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes).toBase64Url();
  }
}
