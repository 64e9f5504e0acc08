/// Lets members in and decides what they may do: onboarding, an OpenID provider whose login is a
/// presentation, and the policy decision point of the market with its receipts.
@Configuration
@Requires(property = "hansa.service", value = "marketplace-auth")
@NullMarked
package dev.hansa.marketplaceauth;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
