/// What the domain needs of the verifier and of status lists, carried out over HTTP.
@NullMarked
package dev.hansa.marketplaceauth.peers;

import org.jspecify.annotations.NullMarked;
