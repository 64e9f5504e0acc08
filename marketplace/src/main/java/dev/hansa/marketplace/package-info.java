/// Offerings, order books, trades, agreements and settlement. Every act carries a receipt of the
/// decision that allowed it, or does not exist.
@NullMarked
@Configuration
@Requires(property = "hansa.service", value = "marketplace")
package dev.hansa.marketplace;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
