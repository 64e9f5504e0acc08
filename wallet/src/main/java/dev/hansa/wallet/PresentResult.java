package dev.hansa.wallet;

import java.util.Optional;

/// The verifier took the presentation; where it wants the browser to go on, if anywhere.
public record PresentResult(Optional<String> redirectUri) {}
