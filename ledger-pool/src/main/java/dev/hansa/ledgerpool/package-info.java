/// A node of the ledger: an engine that orders requests, the store, and the HTTP interface to write
/// and to read with proof.
@Configuration
@Requires(property = "hansa.service", value = "ledger-pool")
@NullMarked
package dev.hansa.ledgerpool;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
