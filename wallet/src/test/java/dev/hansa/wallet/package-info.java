@NullMarked
package dev.hansa.wallet;

import org.jspecify.annotations.NullMarked;
