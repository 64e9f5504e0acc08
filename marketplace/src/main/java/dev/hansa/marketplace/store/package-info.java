@NullMarked
package dev.hansa.marketplace.store;

import org.jspecify.annotations.NullMarked;
