package dev.hansa.ledgerprotocol.rules;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.ShortDid;
import java.util.Optional;

/// What a request does to the state, version 1. The same on every node, for ever: no clock, no
/// chance, no set whose order is not ours. What is to be decided otherwise is another version
/// ([RulesVersions]); this one stays, for the blocks that were executed by it.
public final class Rules {
  private Rules() {}

  /// The operation of a request whose signatures were good, at its place in the order.
  public static Applied apply(State state, Context context, Signers signers, Operation operation) {
    if (operation instanceof Operation.OfPayload ours) {
      if (!ours.envelope().network().equals(context.network())) {
        return new Applied.Refused(
            "other-network", "The payload is meant for a network of another name.");
      }
      if (context.time().isAfter(ours.envelope().expires())) {
        return new Applied.Refused("expired", "The payload has expired.");
      }
    }
    return switch (decide(state, context, signers, operation)) {
      case Applied.Refused refused -> refused;
      case Applied.Accepted accepted -> LimitRules.within(state, context, signers, accepted);
    };
  }

  private static Applied decide(
      State state, Context context, Signers signers, Operation operation) {
    return switch (operation) {
      case Operation.NymWrite nym -> new NymRules(state, context, signers).apply(nym);
      case Operation.NodeWrite node -> new NodeRules(state, context, signers).apply(node);
      case Operation.AuthRuleWrite rule -> AuthRuleRules.apply(state, context, signers, rule);
      case Operation.AuthRulesWrite rules -> AuthRuleRules.applyAll(state, context, signers, rules);
      case Operation.WriteCredentialType type ->
          CredentialTypeRules.apply(state, context, signers, type);
      case Operation.Accredit accredit ->
          new AccreditationRules(state, context, signers).accredit(accredit);
      case Operation.Withdraw withdraw ->
          new AccreditationRules(state, context, signers).withdraw(withdraw);
      case Operation.WriteAnchor anchor -> MarketRules.anchor(state, context, signers, anchor);
      case Operation.WriteAgreement agreement ->
          MarketRules.agreement(state, context, signers, agreement);
      case Operation.PlanUpgrade plan -> UpgradeRules.plan(state, context, signers, plan);
      case Operation.CancelUpgrade cancel -> UpgradeRules.cancel(state, context, signers, cancel);
      case Operation.WriteLimits limits -> LimitRules.change(state, context, signers, limits);
      case Operation.Unknown _ ->
          new Applied.Refused("unknown-type", "The ledger knows no request of this type.");
    };
  }

  /// The record of a DID of this network that still has a key.
  static Optional<Nym> active(State state, Context context, Did did) {
    return DidIndy.isOf(did, context.network())
        ? state.nym(ShortDid.of(did)).filter(nym -> nym.verkey().isPresent())
        : Optional.empty();
  }

  static Applied.Refused unknownDid(String who) {
    return new Applied.Refused("unknown-did", "The " + who + " is an active DID on this ledger.");
  }
}
