/// The command line: reads what was typed, calls one act, shows what became of it.
@NullMarked
package dev.hansa.launcher.cli;

import org.jspecify.annotations.NullMarked;
