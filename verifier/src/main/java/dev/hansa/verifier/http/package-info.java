/// The verification API, and the wallet's side of OpenID4VP.
@NullMarked
package dev.hansa.verifier.http;

import org.jspecify.annotations.NullMarked;
