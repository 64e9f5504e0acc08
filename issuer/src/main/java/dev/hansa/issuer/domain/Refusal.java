package dev.hansa.issuer.domain;

/// Why something is not issued: the rule's name and a sentence.
public record Refusal(String rule, String says) {}
