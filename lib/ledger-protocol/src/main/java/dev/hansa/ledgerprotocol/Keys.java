package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;

/// Where things stand in the states. What must be listed whole stands under one prefix.
public final class Keys {
  public static final Bytes CREDENTIAL_TYPES = Bytes.utf8("20001:");
  public static final Bytes AUTH_RULES = Bytes.utf8("1:");

  /// Which version of the rules counts at which height, in the config state.
  public static final Bytes RULES_UPGRADE = Bytes.utf8("rulesUpgrade");

  /// How much may be written, in the config state.
  public static final Bytes LIMITS = Bytes.utf8("limits");

  private Keys() {}

  public static Bytes credentialType(Vct vct) {
    return Bytes.utf8("20001:" + hash(vct));
  }

  /// All accreditations for a type.
  public static Bytes accreditations(Vct vct) {
    return Bytes.utf8("20002:" + hash(vct) + ":");
  }

  public static Bytes accreditation(Vct vct, Did issuer) {
    return Bytes.utf8("20002:" + hash(vct) + ":" + issuer);
  }

  public static Bytes anchor(Did author, String log) {
    return Bytes.utf8("20003:" + author + ":" + log);
  }

  /// What a short DID has written of its quota, in the state of each sub-ledger that it writes to.
  public static Bytes quota(String did) {
    return Bytes.utf8("quota:" + did);
  }

  public static Bytes agreement(String agreementId) {
    return Bytes.utf8("20004:" + agreementId);
  }

  /// An auth rule in the config state; `id` is `type--ADD--field--*--new` or
  /// `type--EDIT--field--old--new`.
  public static Bytes authRule(String id) {
    return Bytes.utf8("1:" + id);
  }

  private static String hash(Vct vct) {
    return Bytes.utf8(vct.value()).sha256().toHex();
  }
}
