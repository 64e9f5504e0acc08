package dev.hansa.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The directions of the architecture: hansa → services → service-kit and libraries → identity.
@AnalyzeClasses(packages = "dev.hansa", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] SERVICES = {
    "dev.hansa.ledgerpool..",
    "dev.hansa.didregistry..",
    "dev.hansa.issuer..",
    "dev.hansa.verifier..",
    "dev.hansa.marketplaceauth..",
    "dev.hansa.marketplace.."
  };

  private static final String[] LIBRARIES = {
    "dev.hansa.identity..",
    "dev.hansa.credentials..",
    "dev.hansa.ledgerprotocol..",
    "dev.hansa.receipts..",
    "dev.hansa.marketrules..",
    "dev.hansa.wallet.."
  };

  @ArchTest
  static final ArchRule LIBRARIES_KNOW_NO_SERVICE =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARIES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVICES);

  @ArchTest
  static final ArchRule LIBRARIES_KNOW_NO_FRAMEWORK =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARIES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micronaut..", "jakarta.inject..", "dev.hansa.servicekit..");

  @ArchTest
  static final ArchRule CREDENTIALS_SEE_THE_LEDGER_BY_ITS_INTERFACES =
      noClasses()
          .that()
          .resideInAPackage("dev.hansa.credentials..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.hansa.ledgerprotocol..", "dev.hansa.receipts..");

  @ArchTest
  static final ArchRule SERVICES_MEET_OVER_HTTP =
      slices()
          .matching(
              "dev.hansa.(ledgerpool|didregistry|issuer|verifier|marketplaceauth|marketplace)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule THE_DOMAIN_OF_A_SERVICE_KNOWS_NO_FRAMEWORK =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.hansa.marketplace.domain..",
              "dev.hansa.issuer.domain..",
              "dev.hansa.marketplaceauth.domain..",
              "dev.hansa.ledgerpool.domain..",
              "dev.hansa.didregistry.domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micronaut..", "jakarta.inject..", "java.sql..", "..http..");
}
