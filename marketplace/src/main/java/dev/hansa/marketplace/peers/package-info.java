@NullMarked
package dev.hansa.marketplace.peers;

import org.jspecify.annotations.NullMarked;
