package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.MalformedInput;

/// The acts that are decided here. `guarded` ones move value: they are refused where a status
/// cannot be confirmed; cancel and dispute stay open.
public enum Act {
  CREATE_OFFERING(
      "createOffering", "Catalogue", true, "kind:text", "service:text country:text band?:text"),
  PLACE_SELL_ORDER(
      "placeSellOrder", "Lot", true, Act.LOT, "deliveryStart:instant qtyWh:whole priceMicro:whole"),
  PLACE_BUY_ORDER(
      "placeBuyOrder",
      "Lot",
      true,
      Act.LOT,
      "deliveryStart:instant qtyWh:whole priceMicro:whole worstCaseMinor:whole"),
  CANCEL_ORDER("cancelOrder", "Order", false, "owner:party", ""),
  SIGN_AGREEMENT("signAgreement", "Agreement", true, Act.AGREEMENT, ""),
  REPORT_KPI(
      "reportKpi", "Agreement", true, Act.AGREEMENT, "periodStart:instant periodEnd:instant"),
  APPROVE_SETTLEMENT("approveSettlement", "Settlement", true, Act.SETTLEMENT, ""),
  OPEN_DISPUTE("openDispute", "Settlement", false, Act.SETTLEMENT, "");

  private static final String LOT =
      "mechanism:text zone:text currency:text open:flag gateCloses:instant"
          + " seller?:party tariff?:tariff";
  private static final String AGREEMENT =
      "provider:party customer:party reporters:parties service:text country:text band?:text"
          + " state:text currency:text annualValueMinor:whole validFrom:instant validUntil:instant";
  private static final String SETTLEMENT =
      "payer:party payee:party preparedBy:agent amountMinor:whole currency:text disputed:flag"
          + " state:text agreement:agreement";

  private final String word;
  private final String resourceType;
  private final boolean guarded;
  private final Shape resource;
  private final Shape context;

  Act(String word, String resourceType, boolean guarded, String resource, String context) {
    this.word = word;
    this.resourceType = resourceType;
    this.guarded = guarded;
    this.resource = Shape.of(resource);
    this.context = Shape.of(context);
  }

  /// The act with this name in the policies.
  static Act parse(String word) {
    for (var act : values()) {
      if (act.word.equals(word)) {
        return act;
      }
    }
    throw new MalformedInput("the action is one that is decided here");
  }

  public String word() {
    return word;
  }

  String resourceType() {
    return resourceType;
  }

  boolean guarded() {
    return guarded;
  }

  Shape resource() {
    return resource;
  }

  Shape context() {
    return context;
  }
}
