/// Service levels: tier tables, measures, credits and the life of an agreement.
@NullMarked
package dev.hansa.marketrules.sla;

import org.jspecify.annotations.NullMarked;
