package dev.hansa.launcher.run;

import dev.hansa.launcher.folder.Addresses;

/// The services of the house, in the order in which they start; each has its port above the base.
public enum HouseService {
  LEDGER_POOL("ledger-pool", 1, "a node: writes, reads with proof"),
  DID_REGISTRY("did-registry", 2, "DIDs, credential types, accreditations"),
  ISSUER("issuer", 3, "credentials into wallets, status lists"),
  VERIFIER("verifier", 4, "presentation requests, verification API"),
  MARKETPLACE_AUTH("marketplace-auth", 5, "sign-in, decisions, receipts"),
  MARKETPLACE("marketplace", 6, "offerings, orders, agreements, settlement"),
  START_PAGE("start-page", 0, "what runs here");

  private final String serviceName;
  private final int portOffset;
  private final String says;

  HouseService(String serviceName, int portOffset, String says) {
    this.serviceName = serviceName;
    this.portOffset = portOffset;
    this.says = says;
  }

  /// The service's name: of its Micronaut environment, its folder and its metrics.
  public String serviceName() {
    return serviceName;
  }

  public int port(int portBase) {
    return portBase + portOffset;
  }

  public String url(Addresses addresses) {
    return addresses.url(portOffset);
  }

  /// What it does, in a few words.
  public String says() {
    return says;
  }
}
