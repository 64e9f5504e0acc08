/// Where the ledger is kept: RocksDB, the checkpoint's file, the folder's lock, and the checks at
/// start.
@NullMarked
package dev.hansa.ledgerpool.store;

import org.jspecify.annotations.NullMarked;
