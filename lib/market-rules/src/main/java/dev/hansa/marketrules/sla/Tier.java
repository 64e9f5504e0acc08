package dev.hansa.marketrules.sla;

/// From this availability on (in millionths), this credit (in basis points of the period's charge).
public record Tier(long thresholdPpm, int creditBp) {}
