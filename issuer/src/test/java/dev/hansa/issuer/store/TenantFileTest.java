package dev.hansa.issuer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A restriction that is misspelt is not left out.
class TenantFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'polcy':{'dpop':'required'}} | tenant.json has no member polcy",
        "{'policy':{'dpopp':'required'}} | policy has no member dpopp",
        "{'policy':{'dpop':'yes'}} | policy.dpop is required or optional",
        "{'policy':{'crossDevice':'yes'}} | policy.crossDevice is true or false",
        "{'policy':{'clients':{'methods':['none'],'chalenge':'required'}}}"
            + " | policy.clients has no member chalenge",
        "{'policy':{'clients':{'methods':['none'],'challenge':'yes'}}}"
            + " | policy.clients.challenge is required or optional",
        "{'policy':{'keyAttestation':{'requierd':true}}}"
            + " | policy.keyAttestation has no member requierd",
        "{'policy':{'keyAttestation':{'required':'yes'}}}"
            + " | policy.keyAttestation.required is true or false",
        "{'policy':{'approval':{'type':['urn:hansa:csp-licence:1']}}}"
            + " | policy.approval has no member type"
      })
  void what_is_misspelt_is_refused_by_its_name(String text, String says) {
    var file = new TenantFile(folder, Json.parseObject(text.replace('\'', '"')));
    assertThatThrownBy(file::policy).isInstanceOf(MalformedInput.class).hasMessage(says);
  }

  @Test
  void what_is_spelt_rightly_is_asked_for() throws Exception {
    var json = Json.newObject().put("displayName", "The authority");
    json.putObject("policy").put("dpop", "required").put("crossDevice", true);
    var policy = new TenantFile(folder, json).policy();
    assertThat(policy.dpopRequired()).isTrue();
    assertThat(policy.crossDevice()).isTrue();
  }
}
