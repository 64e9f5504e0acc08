/// The data folder: which network it holds, whose keys, and that one process uses it.
@NullMarked
package dev.hansa.launcher.folder;

import org.jspecify.annotations.NullMarked;
