/// Measures the house against limits and peers that are measured in the same run.
@NullMarked
package dev.hansa.bench;

import org.jspecify.annotations.NullMarked;
