/// Issuances and status lists in SQL, tenants in folders.
@NullMarked
package dev.hansa.issuer.store;

import org.jspecify.annotations.NullMarked;
