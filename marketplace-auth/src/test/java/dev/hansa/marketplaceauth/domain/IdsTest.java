package dev.hansa.marketplaceauth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IdsTest {
  /// Bytes that base64url writes with `-`.
  private static final class Dashes extends SecureRandom {
    @Serial private static final long serialVersionUID = 1;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 0xFB);
    }
  }

  @Test
  void a_name_that_people_type_never_reads_as_an_option() {
    var ids = new Ids(new Dashes());
    assertThat(ids.secret()).startsWith("-");
    assertThat(ids.name()).matches("[0-9a-f]{36}");
    assertThat(Ids.parse(ids.name())).isEqualTo(ids.name());
  }
}
