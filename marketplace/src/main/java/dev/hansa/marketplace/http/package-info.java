@NullMarked
package dev.hansa.marketplace.http;

import org.jspecify.annotations.NullMarked;
