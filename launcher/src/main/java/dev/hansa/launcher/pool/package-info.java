/// A pool of stewards on disk and running: its folder, its nodes' folders, and their processes.
@NullMarked
package dev.hansa.launcher.pool;

import org.jspecify.annotations.NullMarked;
