package dev.hansa.marketplace.domain;

import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.marketplace.domain.Books.Direction;
import dev.hansa.marketplace.domain.Readings.Reading;
import java.util.ArrayList;

/// Takes `metered-data` credentials: whoever hands one over, it is believed for its issuer's word.
public final class Metering {
  public static final Vct TYPE = Vct.hansa("metered-data");

  private static final int READINGS_MAX = 100;

  private final Verifications verifications;
  private final EvidenceRoom evidence;
  private final Readings readings;

  public Metering(Verifications verifications, EvidenceRoom evidence, Readings readings) {
    this.verifications = verifications;
    this.evidence = evidence;
    this.readings = readings;
  }

  /// What became of a credential.
  public sealed interface Taken {
    record Refused(String reason, String sentence) implements Taken {}

    record Read(int readings, int added, long ledgerHeight) implements Taken {}
  }

  public Taken take(String credential) {
    return switch (verifications.verify(credential, TYPE.value())) {
      case Verifications.Verified.Refused(var reason, var sentence) ->
          new Taken.Refused(reason, sentence);
      case Verifications.Verified.Valid(_, var claims, var hash, var height) -> {
        var meterKey = evidence.meterKey(Json.text(claims, "meteringPointId", 18));
        var direction = Direction.valueOf(Json.text(claims, "direction", 6));
        int version = (int) Json.integer(claims, "version", 1, Integer.MAX_VALUE);
        var read = new ArrayList<Reading>();
        for (var one : Json.array(claims, "readings", READINGS_MAX)) {
          read.add(
              new Reading(
                  meterKey,
                  direction,
                  OrderWish.interval(Json.text(one, "start", 40)),
                  version,
                  Json.integer(one, "wh", 0, Json.INTEGER_MAX),
                  Json.text(one, "q", 16),
                  hash));
        }
        yield new Taken.Read(read.size(), readings.add(read), height);
      }
    };
  }
}
