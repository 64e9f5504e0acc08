package dev.hansa.ledgerprotocol;

import dev.hansa.identity.MalformedInput;

/// What a DID may do beyond owning itself, as Indy names and numbers it.
public enum Role {
  TRUSTEE("0"),
  STEWARD("2"),
  ENDORSER("101"),
  NETWORK_MONITOR("201");

  private final String code;

  Role(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /// The role with this code, for codes from outside.
  public static Role of(String code) {
    for (var role : values()) {
      if (role.code.equals(code)) {
        return role;
      }
    }
    throw new MalformedInput("a role is 0, 2, 101 or 201");
  }
}
