/// Other services, by their HTTP APIs.
@NullMarked
package dev.hansa.issuer.peers;

import org.jspecify.annotations.NullMarked;
