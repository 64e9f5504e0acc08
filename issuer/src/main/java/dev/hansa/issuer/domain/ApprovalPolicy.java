package dev.hansa.issuer.domain;

import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import java.util.Set;

/// Four eyes: of these types nothing is issued before one of the approvers, who is not the issuer
/// itself, agreed.
public record ApprovalPolicy(Set<Vct> types, Set<Did> approvers) {
  public static final ApprovalPolicy NONE = new ApprovalPolicy(Set.of(), Set.of());

  public ApprovalPolicy {
    types = Set.copyOf(types);
    approvers = Set.copyOf(approvers);
  }

  public boolean asks(Vct vct) {
    return types.contains(vct);
  }
}
