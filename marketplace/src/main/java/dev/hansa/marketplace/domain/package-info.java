@NullMarked
package dev.hansa.marketplace.domain;

import org.jspecify.annotations.NullMarked;
