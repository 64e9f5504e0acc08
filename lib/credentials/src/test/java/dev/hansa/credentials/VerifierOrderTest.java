package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.credentials.PresentationCheck.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The checks stand in one order, and the first that fails is the answer.
class VerifierOrderTest {
  private static final Map<Reason, Consumer<Draft>> FAULTS = faults();

  /// Of these only one can be there at a time, as they are answers to one question.
  private static final List<Set<Reason>> EXCLUSIVE =
      List.of(
          Set.of(
              Reason.STATUS_UNAVAILABLE, Reason.STATUS_INVALID, Reason.REVOKED, Reason.SUSPENDED),
          Set.of(Reason.HOLDER_BINDING_MISSING, Reason.HOLDER_KEY),
          Set.of(Reason.HOLDER_BINDING_MISSING, Reason.NONCE),
          Set.of(Reason.HOLDER_BINDING_MISSING, Reason.AUDIENCE),
          Set.of(Reason.HOLDER_BINDING_MISSING, Reason.KB_IAT),
          Set.of(Reason.HOLDER_BINDING_MISSING, Reason.SD_HASH));

  private static Map<Reason, Consumer<Draft>> faults() {
    var faults = new EnumMap<Reason, Consumer<Draft>>(Reason.class);
    faults.put(Reason.MALFORMED, draft -> draft.header.put("typ", "JWT"));
    faults.put(
        Reason.UNKNOWN_KEY,
        draft -> {
          var _ = draft.header.remove("x5c");
          draft.header.put("kid", World.ISSUER + "#another-key");
        });
    faults.put(Reason.BAD_SIGNATURE, draft -> draft.issuer = World.HOLDER_KEY);
    faults.put(Reason.UNKNOWN_CREDENTIAL_TYPE, draft -> draft.world.types.clear());
    faults.put(Reason.NOT_ACCREDITED, draft -> draft.world.accreditations.clear());
    faults.put(Reason.CHAIN_NOT_TRUSTED, draft -> draft.header.set("x5c", World.chain().toJson()));
    faults.put(
        Reason.NOT_YET_VALID,
        draft -> draft.claims.put("nbf", World.NOW.plusSeconds(3600).getEpochSecond()));
    faults.put(
        Reason.EXPIRED,
        draft -> draft.claims.put("exp", World.NOW.minusSeconds(3600).getEpochSecond()));
    faults.put(Reason.VALIDITY_TOO_LONG, draft -> shorten(draft.world));
    faults.put(Reason.STATUS_UNAVAILABLE, draft -> draft.world.lists.clear());
    faults.put(Reason.STATUS_INVALID, draft -> draft.status().put("idx", 5000));
    faults.put(Reason.REVOKED, draft -> draft.world.setStatus(17, 1));
    faults.put(Reason.SUSPENDED, draft -> draft.world.setStatus(17, 2));
    faults.put(Reason.HOLDER_BINDING_MISSING, draft -> draft.holder = Optional.empty());
    faults.put(Reason.HOLDER_KEY, draft -> draft.holder = Optional.of(World.OTHER_KEY));
    faults.put(Reason.NONCE, draft -> draft.nonce = Optional.of("another-nonce-of-22-chars"));
    faults.put(Reason.AUDIENCE, draft -> draft.audience = Optional.of("x509_hash:other"));
    faults.put(
        Reason.KB_IAT,
        draft -> draft.kbClaims.put("iat", World.NOW.minusSeconds(3600).getEpochSecond()));
    faults.put(Reason.SD_HASH, draft -> draft.sdHash = hash -> "A" + hash.substring(1) + "x");
    faults.put(
        Reason.TRANSACTION_DATA,
        draft -> {
          draft.transactionData = List.of("eyJ0eXBlIjoidXJuOmhhbnNhOnQifQ");
          draft.kbClaims.putArray("transaction_data_hashes").add("x");
        });
    faults.put(
        Reason.QUERY_NOT_ANSWERED,
        draft ->
            draft.query =
                Optional.of(
                    Draft.query("participant", "[{\"path\":[\"country\"],\"values\":[\"DK\"]}]")));
    return faults;
  }

  private static void shorten(World world) {
    world.accreditations.replaceAll(
        each -> World.accreditation(each.issuer(), each.type(), Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void each_fault_has_its_reason(Reason reason) {
    var draft = Draft.participant(new World());
    fault(reason).accept(draft);
    assertThat(draft.reason()).isEqualTo(reason.code());
  }

  static Stream<Arguments> pairs() {
    var pairs = new ArrayList<Arguments>();
    var reasons = Reason.values();
    for (int i = 0; i < reasons.length; i++) {
      for (int j = i + 1; j < reasons.length; j++) {
        var both = Set.of(reasons[i], reasons[j]);
        if (EXCLUSIVE.stream().noneMatch(set -> set.containsAll(both))) {
          pairs.add(Arguments.of(reasons[i], reasons[j]));
        }
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void of_two_faults_the_earlier_one_is_the_answer(Reason earlier, Reason later) {
    var draft = Draft.participant(new World());
    fault(later).accept(draft);
    fault(earlier).accept(draft);
    assertThat(draft.reason()).isEqualTo(earlier.code());
  }

  @Test
  void steps_stand_in_the_order_of_the_architecture() {
    assertThat(Stream.of(Reason.values()).map(reason -> reason.step()).toList()).isSorted();
    assertThat(Stream.of(PresentationCheck.Step.values()).map(PresentationCheck.Step::code))
        .containsExactly(
            "well-formed",
            "signature",
            "accredited",
            "validity",
            "status",
            "holder-binding",
            "query");
  }

  private static Consumer<Draft> fault(Reason reason) {
    var fault = FAULTS.get(reason);
    assertThat(fault).as("a fault for %s", reason).isNotNull();
    return Objects.requireNonNull(fault);
  }
}
