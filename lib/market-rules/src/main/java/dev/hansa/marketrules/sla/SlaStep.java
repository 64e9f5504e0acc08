package dev.hansa.marketrules.sla;

/// What became of a step in an agreement's life.
public sealed interface SlaStep {
  record Done(Sla next) implements SlaStep {}

  enum Refused implements SlaStep {
    NOT_A_PARTY("only the provider and the customer sign"),
    OTHER_TERMS("the signature is over other terms"),
    SIGNED_ALREADY("this party has signed"),
    TERM_NOT_BEGUN("the agreement's term has not begun"),
    TERM_OVER("the agreement's term is over"),
    TERM_NOT_OVER("the agreement's term is not over"),
    CUSTOMER_ONLY("only the customer may leave a suspended agreement");

    private final String says;

    Refused(String says) {
      this.says = says;
    }

    public String says() {
      return says;
    }
  }
}
