/// Whole journeys over real HTTP, in processes of their own.
@NullMarked
package dev.hansa.acceptance;

import org.jspecify.annotations.NullMarked;
