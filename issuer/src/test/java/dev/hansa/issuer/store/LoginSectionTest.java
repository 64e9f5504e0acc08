package dev.hansa.issuer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the log says of a provider that is set up wrongly.
class LoginSectionTest {
  @TempDir private Path folder;

  private static ObjectNode provider() {
    return Json.newObject().put("issuer", "https://login.works.example").put("clientId", "hansa");
  }

  @Test
  void a_misspelt_member_is_named() {
    var misspelt = new LoginSection(folder, provider().put("maxage", "PT5M"));
    assertThatThrownBy(misspelt::read)
        .isInstanceOf(MalformedInput.class)
        .hasMessage("policy.loginAt has no member maxage");
  }

  @Test
  void a_misspelt_member_of_a_type_is_named() {
    var json = provider();
    json.putObject("credentials").putObject("urn:hansa:mandate:1").put("validty", "P90D");
    assertThatThrownBy(() -> new LoginSection(folder, json).read())
        .isInstanceOf(MalformedInput.class)
        .hasMessage("an entry of policy.loginAt.credentials has no member validty");
  }

  @Test
  void a_secret_that_is_missing_is_said_to_be() {
    var json =
        provider().put("clientAuthentication", "client_secret_basic").put("secretFile", "a.secret");
    assertThatThrownBy(() -> new LoginSection(folder, json).read())
        .isInstanceOf(IOException.class)
        .hasMessage("secretFile is not there: " + folder.resolve("a.secret"));
  }

  @Test
  void what_is_set_up_rightly_is_read() throws Exception {
    assertThat(new LoginSection(folder, provider()).read().issuer())
        .isEqualTo("https://login.works.example");
  }
}
