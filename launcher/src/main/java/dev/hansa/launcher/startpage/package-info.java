/// The first address: what runs, where to look, how high the ledger is, and what time the story
/// has.
@Configuration
@Requires(property = "hansa.service", value = "start-page")
@NullMarked
package dev.hansa.launcher.startpage;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
