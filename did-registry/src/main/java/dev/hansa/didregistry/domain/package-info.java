/// What the registry answers: plain Java, without the world.
@NullMarked
package dev.hansa.didregistry.domain;

import org.jspecify.annotations.NullMarked;
