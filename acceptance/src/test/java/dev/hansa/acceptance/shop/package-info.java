/// A service of somebody else, written as its owner would: Micronaut's OpenID Connect client and
/// nothing of Hansa's.
@Configuration
@Requires(property = "shop")
@NullMarked
package dev.hansa.acceptance.shop;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
