package dev.hansa.identity;

/// What a verification method may be used for, [DID Core, section
/// 5.3](https://www.w3.org/TR/did-core/#verification-relationships).
public enum VerificationRelationship {
  AUTHENTICATION("authentication"),
  ASSERTION_METHOD("assertionMethod"),
  KEY_AGREEMENT("keyAgreement"),
  CAPABILITY_INVOCATION("capabilityInvocation"),
  CAPABILITY_DELEGATION("capabilityDelegation");

  private final String member;

  VerificationRelationship(String member) {
    this.member = member;
  }

  /// The member of a DID document.
  public String member() {
    return member;
  }
}
