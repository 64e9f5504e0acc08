package dev.hansa.marketplaceauth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.hansa.marketplaceauth",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule THE_DOMAIN_KNOWS_NO_FRAMEWORK =
      noClasses()
          .that()
          .resideInAPackage("..marketplaceauth.domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.micronaut..",
              "jakarta.inject..",
              "com.nimbusds..",
              "dev.hansa.servicekit..",
              "dev.hansa.marketplaceauth.http..",
              "dev.hansa.marketplaceauth.store..",
              "dev.hansa.marketplaceauth.peers..",
              "java.sql..",
              "java.net.http..");
}
