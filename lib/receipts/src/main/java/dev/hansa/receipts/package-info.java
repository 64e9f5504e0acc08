/// Decisions by policy, receipts of decisions and verifications, their log, and the replay of a
/// decision from one file.
@NullMarked
package dev.hansa.receipts;

import org.jspecify.annotations.NullMarked;
