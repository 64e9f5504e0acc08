@NullMarked
package dev.hansa.bench;

import org.jspecify.annotations.NullMarked;
