package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.hansa.credentials.KbInput;
import dev.hansa.credentials.Presenter;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.wallet.HeldCredential;
import dev.hansa.wallet.Wallet;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A wallet by its name, with what its holder does.
public final class OpenWallet implements Holder {
  private static final Vct MANDATE = Vct.hansa("mandate");

  private final String name;
  private final Path folder;
  private final Wallet wallet;
  private final Network network;

  OpenWallet(String name, Path folder, Wallet wallet, Network network) {
    this.name = name;
    this.folder = folder;
    this.wallet = wallet;
    this.network = network;
  }

  /// A credential in the wallet.
  public record Held(String id, Vct vct, Did issuer, Optional<Instant> expires) {
    static Held of(HeldCredential held) {
      return new Held(
          held.id(), held.vct(), held.credential().issuer(), held.credential().expires());
    }

    public String says() {
      return vct
          + ", issued by "
          + issuer
          + expires.map(end -> ", until " + end).orElse("")
          + " ("
          + id
          + ")";
    }

    /// Its end in words.
    public String until(Instant now) {
      return expires.map(end -> (end.isAfter(now) ? "until " : "expired ") + end).orElse("no end");
    }

    public ObjectNode toJson() {
      var json =
          Json.newObject().put("id", id).put("vct", vct.value()).put("issuer", issuer.toString());
      expires.ifPresent(end -> json.put("expires", end.toString()));
      return json;
    }
  }

  public Did did() {
    return wallet.holderDid();
  }

  public Signer key() {
    return wallet.holderKey();
  }

  @CanIgnoreReturnValue
  public Held accept(String offer, Optional<String> txCode) {
    return Held.of(wallet.accept(offer, txCode));
  }

  /// Takes up an offer that asks who comes: `open` is told the address for a browser on this
  /// machine, and the credential is there when it has come back.
  public Held acceptByBrowser(String offer, Consumer<URI> open) {
    try (var back = new BrowserReturn()) {
      var pending = wallet.begin(offer, back.address());
      open.accept(pending.address());
      return Held.of(pending.finish(back.await(Duration.ofMinutes(10))));
    }
  }

  public List<Held> list() {
    return wallet.list().stream().map(Held::of).toList();
  }

  /// What a credential says, with everything disclosed.
  public ObjectNode claims(String id) {
    return wallet.list().stream()
        .filter(held -> held.id().equals(id))
        .map(held -> held.credential().unverifiedClaims())
        .findFirst()
        .orElseThrow(() ->
            new Stop(ExitCode.FOLDER, "The wallet " + name + " has no credential of that id."));
  }

  /// Whether it holds a credential of this type by this issuer that has not expired.
  public boolean holds(Vct vct, Did issuer) {
    var now = network.clock().instant();
    return wallet.list().stream()
        .anyMatch(held ->
            held.vct().equals(vct)
                && held.credential().issuer().equals(issuer)
                && held.credential().expires().filter(end -> !end.isAfter(now)).isEmpty());
  }

  public Asked ask(String openid4vp) {
    return new Asked(
        wallet.ask(openid4vp),
        did -> network.organisations().nameOf(did).map(known -> known + ", " + did).orElse(did));
  }

  public Optional<String> answer(Asked asked) {
    return wallet.present(asked.view()).redirectUri();
  }

  @Override
  public void present(String openid4vp) {
    var _ = wallet.present(wallet.ask(openid4vp));
  }

  /// A presentation to hand over, of everything that the newest credential of this type says.
  public String presentation(Vct vct, String nonce, String audience) {
    return wallet.list().stream()
        .filter(held -> held.vct().equals(vct))
        .map(held -> presentation(held.credential().withoutKeyBinding(), nonce, audience))
        .findFirst()
        .orElseThrow(
            () -> new Stop(ExitCode.REFUSED, "The wallet " + name + " has no " + vct + "."));
  }

  /// A presentation of a credential that is bound to this wallet's key.
  public String presentation(String credential, String nonce, String audience) {
    var parsed = SdJwt.parse(credential);
    return Presenter.present(
        parsed,
        new HashSet<>(parsed.disclosures()),
        new KbInput(nonce, audience, network.clock().instant()),
        wallet.holderKey());
  }

  /// Signs in anew: as `person`, `organisation` or `machine`.
  public SignedIn signIn(String as) {
    return Session.start(wallet, folder, as, network);
  }

  /// Goes on with the session that is there, or signs in as what the wallet's credentials say.
  public SignedIn signedIn() {
    return Session.find(wallet, folder, network)
        .<SignedIn>map(session -> session)
        .orElseGet(() -> signIn(usual()));
  }

  /// With a mandate for the organisation, else as oneself.
  private String usual() {
    for (var held : wallet.list()) {
      if (held.vct().equals(MANDATE)) {
        var kind = held.credential().unverifiedClaims().at("/mandatee/kind").asText();
        return kind.equals("MACHINE") ? "machine" : "organisation";
      }
    }
    return "person";
  }
}
