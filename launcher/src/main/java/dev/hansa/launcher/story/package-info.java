/// The story: who plays in it, what they do, and the lines that tell it.
@NullMarked
package dev.hansa.launcher.story;

import org.jspecify.annotations.NullMarked;
