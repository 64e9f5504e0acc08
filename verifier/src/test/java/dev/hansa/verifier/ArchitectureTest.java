package dev.hansa.verifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.hansa.verifier",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule THE_DOMAIN_KNOWS_NO_FRAMEWORK =
      noClasses()
          .that()
          .resideInAPackage("dev.hansa.verifier.domain")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.micronaut..",
              "jakarta..",
              "java.sql..",
              "java.net.http..",
              "dev.hansa.servicekit..",
              "dev.hansa.verifier.http..",
              "dev.hansa.verifier.store..");

  @ArchTest
  static final ArchRule NO_SERVICE_IMPORTS_ANOTHER =
      noClasses()
          .that()
          .resideInAPackage("dev.hansa.verifier..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.hansa.issuer..",
              "dev.hansa.didregistry..",
              "dev.hansa.ledgerpool..",
              "dev.hansa.marketplace..",
              "dev.hansa.marketplaceauth..");
}
