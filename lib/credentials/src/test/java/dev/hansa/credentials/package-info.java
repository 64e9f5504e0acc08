@NullMarked
package dev.hansa.credentials;

import org.jspecify.annotations.NullMarked;
