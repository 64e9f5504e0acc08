/// Asks for presentations by OpenID4VP, verifies them, and tells who asked; every verification
/// leaves a receipt.
@Configuration
@Requires(property = "hansa.service", value = "verifier")
@NullMarked
package dev.hansa.verifier;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
