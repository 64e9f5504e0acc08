/// The receipts' log in a database.
@NullMarked
package dev.hansa.receipts.store;

import org.jspecify.annotations.NullMarked;
