/// All services in one process, each with its own context and port, talking over loopback HTTP.
@NullMarked
package dev.hansa.launcher.run;

import org.jspecify.annotations.NullMarked;
