/// Inter-provider usage: rating, reconciliation, bilateral netting.
@NullMarked
package dev.hansa.marketrules.usage;

import org.jspecify.annotations.NullMarked;
