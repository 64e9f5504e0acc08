/// Every service in one process, the command line, and the story that shows what Hansa is for.
@NullMarked
package dev.hansa.launcher;

import org.jspecify.annotations.NullMarked;
