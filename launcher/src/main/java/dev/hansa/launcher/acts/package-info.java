/// What a person can do from the command line, one class for each kind of act. Each speaks HTTP to
/// the running services and nothing else; the story is told with the same classes.
@NullMarked
package dev.hansa.launcher.acts;

import org.jspecify.annotations.NullMarked;
