package dev.hansa.ledgerprotocol.rules;

import dev.hansa.identity.Base58;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Indy's rules for NYM, with two that are stricter: only a DID itself changes its document, and a
/// DID that gave its key away is gone for ever.
final class NymRules {
  private final State state;
  private final Context context;
  private final Signers signers;

  NymRules(State state, Context context, Signers signers) {
    this.state = state;
    this.context = context;
    this.signers = signers;
  }

  Applied apply(Operation.NymWrite write) {
    var there = state.nym(write.dest());
    return there.isEmpty() ? create(write) : change(write, there.get());
  }

  private Applied create(Operation.NymWrite write) {
    if (write.version().isPresent() && !isNamedByKey(write)) {
      return new Applied.Refused(
          "dest-not-of-verkey", "The DID is made of its key as its NYM version says.");
    }
    boolean self = write.dest().equals(signers.author());
    if (self && write.version().orElse(0) == 0) {
      return new Applied.Refused(
          "self-write-without-version",
          "A DID that writes itself has NYM version 1 or 2: its name is made of its key.");
    }
    var role = write.role().orElse(Optional.empty());
    var rule = context.authRules().add(DefaultRules.NYM, DefaultRules.ROLE, code(role));
    var refused = AuthRules.refusal(rule, signers, false);
    if (refused.isPresent()) {
      return refused.get();
    }
    return written(
        new Nym(
            write.dest(),
            Optional.of(signers.author()),
            role,
            write.verkey().orElse(Optional.empty()),
            write.diddocContent(),
            write.version(),
            number(),
            time()));
  }

  private Applied change(Operation.NymWrite write, Nym there) {
    if (write.version().isPresent()) {
      return new Applied.Refused(
          "version-of-existing-did", "The NYM version belongs to the DID's first write.");
    }
    if (isDeactivated(there)) {
      return new Applied.Refused("deactivated", "A deactivated DID is never changed again.");
    }
    boolean owner = there.owner().equals(Optional.of(signers.author()));
    var refused = changeRefusal(write, there, owner);
    if (refused.isPresent()) {
      return refused.get();
    }
    return written(
        new Nym(
            there.dest(),
            there.creator(),
            write.role().orElse(there.role()),
            write.verkey().orElse(there.verkey()),
            write.diddocContent().or(there::diddocContent),
            there.version(),
            number(),
            time()));
  }

  private Optional<Applied.Refused> changeRefusal(
      Operation.NymWrite write, Nym there, boolean owner) {
    var rules = context.authRules();
    if (write.role().isEmpty() && write.verkey().isEmpty() && write.diddocContent().isEmpty()) {
      return Optional.of(
          new Applied.Refused("nothing-to-change", "The request changes nothing of the DID."));
    }
    if (write.role().isPresent()) {
      var rule =
          rules.edit(
              DefaultRules.NYM, DefaultRules.ROLE, code(there.role()), code(write.role().get()));
      var refused = AuthRules.refusal(rule, signers, owner);
      if (refused.isPresent()) {
        return refused;
      }
    }
    if (write.verkey().isPresent()) {
      var refused =
          AuthRules.refusal(
              rules.edit(DefaultRules.NYM, DefaultRules.VERKEY, "*", "*"), signers, owner);
      if (refused.isPresent()) {
        return refused;
      }
    }
    return write.diddocContent().isPresent()
        ? AuthRules.refusal(
            rules.edit(DefaultRules.NYM, DefaultRules.DIDDOC_CONTENT, "*", "*"), signers, owner)
        : Optional.empty();
  }

  // Without a key it may be a DID that never had one; its versions tell.
  private boolean isDeactivated(Nym there) {
    return there.verkey().isEmpty()
        && state.list(SubLedger.DOMAIN, Nym.versionsPrefix(there.dest())).values().stream()
            .anyMatch(version -> Nym.read(there.dest(), version).verkey().isPresent());
  }

  private static boolean isNamedByKey(Operation.NymWrite write) {
    var key = write.newKey();
    return switch (write.version().orElse(0)) {
      case 1 -> key.isPresent() && write.dest().equals(first16(key.get().value().toArray()));
      case 2 ->
          key.isPresent() && write.dest().equals(first16(key.get().value().sha256().toArray()));
      default -> true;
    };
  }

  private static String first16(byte[] bytes) {
    return Base58.encode(Arrays.copyOf(bytes, 16));
  }

  private static String code(Optional<Role> role) {
    return role.map(Role::code).orElse("");
  }

  private long number() {
    return context.numbers().next(SubLedger.DOMAIN);
  }

  private long time() {
    return context.time().getEpochSecond();
  }

  private static Applied written(Nym nym) {
    return new Applied.Accepted(
        SubLedger.DOMAIN, Optional.of(Nym.key(nym.dest()).toHex()), changes(nym));
  }

  static List<Applied.Change> changes(Nym nym) {
    var value = nym.stateValue();
    return List.of(
        new Applied.Change(SubLedger.DOMAIN, Nym.key(nym.dest()), value),
        new Applied.Change(SubLedger.DOMAIN, nym.versionKey(), value));
  }
}
