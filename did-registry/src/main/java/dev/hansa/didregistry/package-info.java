/// The ledger's face to those who do not want to speak to a node: resolves DIDs, serves the
/// credential types' documents, tells who may issue what, and passes signed requests on.
@Configuration
@Requires(property = "hansa.service", value = "did-registry")
@NullMarked
package dev.hansa.didregistry;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
