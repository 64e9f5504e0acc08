/// What may be issued, to whom and how often: values, states and rules, without the world.
@NullMarked
package dev.hansa.issuer.domain;

import org.jspecify.annotations.NullMarked;
