package dev.hansa.launcher.story;

import java.util.List;

/// Who plays in the story.
final class CastMember {
  static final String ZONE = Quarters.ZONE;

  static final Org AUTHORITY =
      org("authority", "Hansa Onboarding", "559900000101", "GOVERNANCE_BOARD");
  static final Org REGULATOR =
      org("regulator", "Telecom Regulator", "559900000201", "GOVERNANCE_BOARD");
  static final Org GRID = org("grid", "Norra Grid", "559900000301", "DSO");
  static final Org BANK = org("bank", "Harbour Bank", "559900000401", "PSP");
  static final Org MONITOR = org("monitor", "Clearwatch", "559900000501", "MONITOR");
  static final Org OPERATOR = org("operator", "Nordic Mobile", "559900000601", "MNO", "CSP");
  static final Org SMALLCELL = org("smallcell", "Corner Cells", "559900000701", "SCP");

  /// Who is accredited for what, by the trustees.
  static final List<Accredited> ACCREDITED =
      List.of(
          new Accredited(AUTHORITY, List.of("participant")),
          new Accredited(REGULATOR, List.of("csp-licence")),
          new Accredited(GRID, List.of("grid-connection-point", "metered-data")),
          new Accredited(BANK, List.of("payment-capability")),
          new Accredited(MONITOR, List.of("service-quality-report")));

  static final Meter ROOF = new Meter("735999100000000010", ZONE, 17_000, 10_000);
  static final Meter FLAT = new Meter("735999100000000027", ZONE, 11_000, 0);

  static final Agent OLGA =
      new Agent(
          "olga",
          OPERATOR,
          false,
          "Olga",
          "Lind",
          "high",
          List.of(new Power("Telecom", "Agreement", "Sign")));
  static final Agent SVEN =
      new Agent(
          "sven",
          SMALLCELL,
          false,
          "Sven",
          "Ek",
          "high",
          List.of(
              new Power("Telecom", "ProductOffering", "Create"),
              new Power("Telecom", "Agreement", "Sign")));
  static final Agent PROBE =
      new Agent(
          "probe",
          MONITOR,
          true,
          "",
          "",
          "substantial",
          List.of(new Power("Telecom", "Kpi", "Report")));

  static final List<Agent> AGENTS = List.of(OLGA, SVEN, PROBE);

  static final Person PIA = new Person("pia", "PROSUMER", ROOF);
  static final Person CARL = new Person("carl", "CONSUMER", FLAT);
  static final List<Person> PERSONS = List.of(PIA, CARL);

  private CastMember() {}

  /// A private person, who acts alone and has no DID on the ledger.
  record Person(String wallet, String role, Meter meter) {}

  /// An organisation; `identifier` is its entry in a public register.
  record Org(String name, String displayName, String identifier, List<String> roles) {}

  record Accredited(Org org, List<String> types) {}

  /// A metering point: its GSRN, its price zone and what the connection carries.
  record Meter(String gsrn, String zone, long maxImportW, long maxExportW) {}

  record Power(String domain, String function, String action) {}

  /// A person or machine that acts for an organisation, with a wallet of its own.
  record Agent(
      String wallet,
      Org org,
      boolean machine,
      String givenName,
      String familyName,
      String loa,
      List<Power> powers) {}

  private static Org org(String name, String displayName, String number, String... roles) {
    return new Org(name, displayName, "VATSE-" + number, List.of(roles));
  }
}
