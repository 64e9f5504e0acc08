/// Onboarding: what happens between "we would like to take part" and credentials in a wallet, as a
/// case with steps.
@NullMarked
package dev.hansa.issuer.domain.onboarding;

import org.jspecify.annotations.NullMarked;
