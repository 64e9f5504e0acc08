/// The node's HTTP interface.
@NullMarked
package dev.hansa.ledgerpool.http;

import org.jspecify.annotations.NullMarked;
