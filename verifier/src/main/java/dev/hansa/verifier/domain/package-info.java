/// What a request for a presentation is, the states it goes through, and the verification.
@NullMarked
package dev.hansa.verifier.domain;

import org.jspecify.annotations.NullMarked;
