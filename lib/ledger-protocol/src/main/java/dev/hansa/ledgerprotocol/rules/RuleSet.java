package dev.hansa.ledgerprotocol.rules;

/// One version of the rules: [Rules#apply] is the first.
@FunctionalInterface
public interface RuleSet {
  Applied apply(State state, Context context, Signers signers, Operation operation);
}
