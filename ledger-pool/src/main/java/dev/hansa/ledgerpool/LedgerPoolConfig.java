package dev.hansa.ledgerpool;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What an operator of a node can set, `hansa.…`. `network` is the network's name, to be sure that
/// the genesis is the one that is meant; it need not be named. `data` is the ledger's folder,
/// `genesis` the genesis file, `nodeKey` a private JWK (Ed25519, mode 0600; `node.jwk` in the
/// folder if it is not named), `waitingMax` how many requests may wait to be ordered.
@Context
@ConfigurationProperties("hansa")
public record LedgerPoolConfig(
    @Nullable String network,
    Path genesis,
    Path data,
    @Nullable Path nodeKey,
    @Bindable(defaultValue = "1024") int waitingMax) {
  private static final int WAITING_MAX_MAX = 100_000;

  public LedgerPoolConfig {
    if (waitingMax < 1 || waitingMax > WAITING_MAX_MAX) {
      throw new IllegalArgumentException("hansa.waiting-max is from 1 to " + WAITING_MAX_MAX);
    }
  }

  Path keyFile() {
    return nodeKey == null ? data.resolve("node.jwk") : nodeKey;
  }
}
