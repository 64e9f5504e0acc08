/// What every service does alike over HTTP: problems, callers, tokens, the ledger's client, the
/// store, health and logs.
@NullMarked
package dev.hansa.servicekit;

import org.jspecify.annotations.NullMarked;
