/// The rules of the market: pure functions of logs and signed inputs. No clock, no chance, no
/// floating point, no framework.
@NullMarked
package dev.hansa.marketrules;

import org.jspecify.annotations.NullMarked;
