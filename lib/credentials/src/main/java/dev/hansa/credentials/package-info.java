/// Credential formats, their types, status lists, queries, and the one verifier. Knows no
/// framework.
@NullMarked
package dev.hansa.credentials;

import org.jspecify.annotations.NullMarked;
