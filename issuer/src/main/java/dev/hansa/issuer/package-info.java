/// Issues credentials by OpenID4VCI for several issuers (tenants), and says by status lists which
/// of them still hold.
@Configuration
@Requires(property = "hansa.service", value = "issuer")
@NullMarked
package dev.hansa.issuer;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
