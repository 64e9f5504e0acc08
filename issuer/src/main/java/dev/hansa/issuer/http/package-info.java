/// The wallet's and the operator's HTTP.
@NullMarked
package dev.hansa.issuer.http;

import org.jspecify.annotations.NullMarked;
