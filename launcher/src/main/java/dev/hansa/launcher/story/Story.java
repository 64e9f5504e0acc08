package dev.hansa.launcher.story;

import dev.hansa.launcher.acts.Network;
import java.time.Duration;
import java.util.function.Consumer;

/// The whole story, in a network that was just founded.
public final class Story {
  private final Network network;
  private final Narrator narrator;
  private final Consumer<Duration> advance;

  /// `advance` moves the clock of all services on.
  public Story(Network network, Narrator narrator, Consumer<Duration> advance) {
    this.network = network;
    this.narrator = narrator;
    this.advance = advance;
  }

  public void tell() {
    var stage = Stage.of(network, narrator);
    var cast = new Cast(network, narrator);
    cast.set();
    var checks = new CheckScene(stage);
    checks.prepareExpired(stage.organisation(CastMember.AUTHORITY));
    var sold = new EnergyScene(stage, advance).play();
    new AgreementScene(stage).play(cast.licenceOfSmallCells());
    checks.receipt(sold.pia(), sold.receipt());
    checks.outside();
  }
}
