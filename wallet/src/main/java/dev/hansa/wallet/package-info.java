/// A holder's wallet: keys and credentials in a folder, and the protocols by which they come and
/// are shown.
@NullMarked
package dev.hansa.wallet;

import org.jspecify.annotations.NullMarked;
