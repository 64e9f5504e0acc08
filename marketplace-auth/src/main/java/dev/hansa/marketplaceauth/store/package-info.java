/// The domain's stores in SQL.
@NullMarked
package dev.hansa.marketplaceauth.store;

import org.jspecify.annotations.NullMarked;
