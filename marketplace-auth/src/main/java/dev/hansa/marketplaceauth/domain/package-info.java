/// Members and their verified facts, logins, sessions, codes, and how an act is decided.
@NullMarked
package dev.hansa.marketplaceauth.domain;

import org.jspecify.annotations.NullMarked;
