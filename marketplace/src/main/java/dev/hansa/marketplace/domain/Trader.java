package dev.hansa.marketplace.domain;

/// Who acts, as the access token says: the session that the decision is asked for, the party (legal
/// entity or private person) and the agent.
public record Trader(String sessionId, String party, String agentId, boolean machine) {}
