package dev.hansa.marketrules.money;

/// An amount in minor units and what the rounding left over: `exact = minor · nanoPerMinor +
/// remainder`.
public record Rounded(long minor, long remainderNano) {}
