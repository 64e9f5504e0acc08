/// What the service says over HTTP: the OpenID provider, its pages, and the market's API.
@NullMarked
package dev.hansa.marketplaceauth.http;

import org.jspecify.annotations.NullMarked;
