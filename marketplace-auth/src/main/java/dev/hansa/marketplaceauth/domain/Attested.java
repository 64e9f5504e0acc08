package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a credential says, reduced to what rules read.
public sealed interface Attested {
  Vct PARTICIPANT = Vct.hansa("participant");
  Vct MANDATE = Vct.hansa("mandate");
  Vct CSP_LICENCE = Vct.hansa("csp-licence");
  Vct GRID_CONNECTION_POINT = Vct.hansa("grid-connection-point");
  Vct PAYMENT_CAPABILITY = Vct.hansa("payment-capability");

  int LIST_MAX = 100;
  int WORD_MAX = 100;

  /// Member of the market: a legal entity, or a person under a DID that is its key.
  record Participant(boolean person, String country, List<String> roles) implements Attested {
    public Participant {
      roles = List.copyOf(roles);
    }
  }

  /// One thing that a mandate allows.
  record Power(String domain, String function, String action) implements Comparable<Power> {
    @Override
    public int compareTo(Power other) {
      return toString().compareTo(other.toString());
    }
  }

  /// That the mandator lets the mandatee act for it. `loa` is 1 low, 2 substantial, 3 high.
  record Mandate(
      Did mandator,
      boolean machine,
      SortedSet<Power> powers,
      String currency,
      long perTransactionMinor,
      int loa)
      implements Attested {}

  record CspLicence(List<String> services, List<String> countries, List<String> bands)
      implements Attested {
    public CspLicence {
      services = List.copyOf(services);
      countries = List.copyOf(countries);
      bands = List.copyOf(bands);
    }
  }

  /// A metering point, under its name towards the market. What a connection of so many watts can
  /// deliver in a quarter of an hour is a quarter of that in watt-hours, rounded down.
  record ConnectionPoint(
      String meterKey, String zone, List<String> directions, long maxExportWhPerInterval)
      implements Attested {
    public ConnectionPoint {
      directions = List.copyOf(directions);
    }
  }

  record PaymentCapability(String currency, long limitMinor, Instant notBefore, Instant notAfter)
      implements Attested {}

  /// Reads the disclosed claims of a verified credential.
  static Attested read(Vct type, ObjectNode claims, Pseudonyms pseudonyms) {
    if (type.equals(PARTICIPANT)) {
      return new Participant(
          Json.text(claims, "kind", 32).equals("NATURAL_PERSON"),
          Json.text(claims, "country", 2),
          words(claims, "roles"));
    } else if (type.equals(MANDATE)) {
      return mandate(claims);
    } else if (type.equals(CSP_LICENCE)) {
      var bands = new TreeSet<String>();
      for (var entry : optionalArray(claims, "spectrum")) {
        bands.add(Json.text(entry, "band", WORD_MAX));
      }
      return new CspLicence(
          words(claims, "services"), words(claims, "countries"), List.copyOf(bands));
    } else if (type.equals(GRID_CONNECTION_POINT)) {
      return new ConnectionPoint(
          pseudonyms.meterKey(gsrn(Json.text(claims, "meteringPointId", 18))),
          Json.text(claims, "biddingZone", 16),
          words(claims, "direction"),
          Json.integer(claims, "maxExportW", 0, Json.INTEGER_MAX) / 4);
    } else if (type.equals(PAYMENT_CAPABILITY)) {
      return new PaymentCapability(
          Json.text(claims, "currency", 3),
          Json.integer(claims, "limitMinor", 0, Json.INTEGER_MAX),
          instant(claims, "notBefore"),
          instant(claims, "notAfter"));
    }
    throw new MalformedInput("the credential is of a type that is used here");
  }

  private static Mandate mandate(ObjectNode claims) {
    var powers = new TreeSet<Power>();
    for (var entry : optionalArray(claims, "power")) {
      for (var action : words(entry, "action")) {
        powers.add(
            new Power(
                Json.text(entry, "domain", WORD_MAX),
                Json.text(entry, "function", WORD_MAX),
                action));
      }
    }
    var limits = Json.object(claims, "limits");
    return new Mandate(
        Did.parse(Json.text(Json.object(claims, "mandator"), "did", Did.LENGTH_MAX)),
        Json.text(Json.object(claims, "mandatee"), "kind", 16).equals("MACHINE"),
        powers,
        Json.text(limits, "currency", 3),
        Json.integer(limits, "perTransactionMinor", 0, Json.INTEGER_MAX),
        switch (Json.text(claims, "loa", 16)) {
          case "high" -> 3;
          case "substantial" -> 2;
          default -> 1;
        });
  }

  /// A GSRN from outside.
  static String gsrn(String text) {
    if (!Pattern.matches("[0-9]{18}", text)) {
      throw new MalformedInput("a meteringPointId is a GSRN of 18 digits");
    }
    return text;
  }

  static List<String> words(JsonNode parent, String member) {
    var words = new ArrayList<String>();
    for (var word : Json.array(parent, member, LIST_MAX)) {
      if (!word.isTextual() || word.textValue().length() > WORD_MAX) {
        throw new MalformedInput("the member " + member + " holds short texts");
      }
      words.add(word.textValue());
    }
    return words;
  }

  private static Iterable<JsonNode> optionalArray(JsonNode parent, String member) {
    return parent.has(member) ? Json.array(parent, member, LIST_MAX) : List.of();
  }

  static Instant instant(JsonNode parent, String member) {
    try {
      return Instant.parse(Json.text(parent, member, 40));
    } catch (DateTimeParseException e) {
      throw new MalformedInput("the member " + member + " is an instant of RFC 3339");
    }
  }

  /// When the fact ends by itself, if before its credential does.
  default Optional<Instant> endsBefore() {
    return this instanceof PaymentCapability payment
        ? Optional.of(payment.notAfter())
        : Optional.empty();
  }
}
