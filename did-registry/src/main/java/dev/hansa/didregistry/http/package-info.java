/// Controllers and the JSON they speak.
@NullMarked
package dev.hansa.didregistry.http;

import org.jspecify.annotations.NullMarked;
