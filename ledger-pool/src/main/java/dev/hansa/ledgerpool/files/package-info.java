/// Folders, as store and engine leave them.
@org.jspecify.annotations.NullMarked
package dev.hansa.ledgerpool.files;
