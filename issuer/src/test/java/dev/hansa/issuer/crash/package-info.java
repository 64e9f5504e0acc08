/// Issuance with a store that dies at every step, and with two instances at once.
@NullMarked
package dev.hansa.issuer.crash;

import org.jspecify.annotations.NullMarked;
