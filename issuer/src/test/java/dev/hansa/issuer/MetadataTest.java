package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.credentials.Catalogue;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.TypeNames;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How an issuer and its types look, and the metadata under its signature.
class MetadataTest {
  private static final House HOUSE = House.shared();
  private static final String ADDRESS =
      HOUSE.base + "/.well-known/openid-credential-issuer/meta-authority";
  private static final String SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
  private static House.Issuer authority;

  @BeforeAll
  static void issuers() throws IOException {
    authority = HOUSE.issuer("meta-authority", "participant");
    HOUSE.tenant(
        authority,
        authority.keys(),
        json -> {
          json.putObject("names").put("sv", "Myndigheten").put("de", "Die Behörde");
          json.putObject("logo").put("file", "logo.svg").put("altText", "A gate");
        });
    var _ = Files.writeString(HOUSE.data.resolve("issuer.tenants/meta-authority/logo.svg"), SVG);
  }

  @Test
  void an_issuer_has_a_name_in_each_language_and_a_logo() {
    var display = Calls.get(ADDRESS).json().path("display");
    assertThat(display).hasSize(3);
    assertThat(display.path(0).path("name").asText()).isEqualTo("The <meta-authority>");
    assertThat(display.path(0).has("locale")).isFalse();
    assertThat(display.path(1).path("name").asText()).isEqualTo("Myndigheten");
    assertThat(display.path(1).path("locale").asText()).isEqualTo("sv");
    assertThat(display.path(2).path("name").asText()).isEqualTo("Die Behörde");
    for (var each : display) {
      assertThat(each.at("/logo/alt_text").asText()).isEqualTo("A gate");
      assertThat(each.at("/logo/uri").asText()).isEqualTo(HOUSE.base + "/meta-authority/logo");
    }
  }

  @Test
  void a_logo_is_a_picture_that_runs_nothing() {
    var logo = Calls.get(HOUSE.base + "/meta-authority/logo");
    assertThat(logo.status()).isEqualTo(200);
    assertThat(logo.header("Content-Type")).isEqualTo("image/svg+xml");
    assertThat(logo.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(logo.header("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
    assertThat(logo.body()).isEqualTo(SVG);
    var _ = HOUSE.issuer("meta-plain", "participant");
    assertThat(Calls.get(HOUSE.base + "/meta-plain/logo").status()).isEqualTo(404);
  }

  @Test
  void a_type_has_a_name_in_each_language_and_its_claims() {
    var metadata =
        Calls.get(ADDRESS)
            .json()
            .path("credential_configurations_supported")
            .path(PARTICIPANT)
            .path("credential_metadata");
    var display = metadata.path("display");
    assertThat(display.path(0).path("name").asText()).isEqualTo("Market participant");
    assertThat(display.path(0).path("locale").asText()).isEqualTo("en");
    assertThat(display.path(1).path("locale").asText()).isEqualTo("de");
    assertThat(display.path(2).path("name").asText()).isEqualTo("Marknadsaktör");
    var mandatory = new ArrayList<String>();
    var all = new ArrayList<String>();
    for (var claim : metadata.path("claims")) {
      all.add(claim.path("path").toString());
      if (claim.path("mandatory").asBoolean()) {
        mandatory.add(claim.path("path").toString());
      }
    }
    assertThat(all).contains("[\"legalName\"]", "[\"roles\"]");
    assertThat(mandatory).contains("[\"roles\"]").doesNotContain("[\"legalName\"]");
  }

  @Test
  void the_metadata_are_signed_for_whoever_asks_so() {
    var answer = Calls.get(ADDRESS, "Accept", "application/jwt");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/jwt");
    assertThat(answer.header("Vary")).contains("Accept");
    var jwt = Jws.parse(answer.body(), 1 << 20);
    assertThat(jwt.typ()).isEqualTo("openidvci-issuer-metadata+jwt");
    assertThat(jwt.unverifiedHeader().path("alg").asText()).isEqualTo("ES256");
    assertThat(jwt.unverifiedHeader().path("kid").asText()).isEqualTo(authority.did() + "#assert");
    assertThat(jwt.isSignedBy(authority.assertion().publicKey())).isTrue();
    var claims = jwt.unverifiedClaims();
    assertThat(claims.path("sub").asText()).isEqualTo(HOUSE.base + "/meta-authority");
    assertThat(claims.path("iat").asLong()).isEqualTo(HOUSE.clock.instant().getEpochSecond());
    var json = Calls.get(ADDRESS).json();
    json.fieldNames()
        .forEachRemaining(name -> assertThat(claims.path(name)).isEqualTo(json.path(name)));
  }

  @Test
  void without_a_wish_and_with_a_wider_one_the_metadata_are_json() {
    for (var accept : List.of("application/json", "*/*", "application/json, application/jwt")) {
      assertThat(Calls.get(ADDRESS, "Accept", accept).header("Content-Type"))
          .as(accept)
          .startsWith("application/json");
    }
    assertThat(Calls.get(ADDRESS, "Accept", "application/jwt, application/json").body())
        .doesNotStartWith("{");
  }

  @Test
  void every_type_of_the_catalogue_has_a_name() {
    var names = new TypeNames();
    for (var type : Catalogue.hansa().types()) {
      assertThat(names.of(new Vct(type.vct().value()))).hasSize(3);
    }
  }
}
