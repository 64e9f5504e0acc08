package dev.hansa.issuer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.hansa.issuer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule the_domain_knows_no_framework_and_no_store =
      noClasses()
          .that()
          .resideInAPackage("dev.hansa.issuer.domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.micronaut..",
              "com.nimbusds..",
              "java.net.http..",
              "java.sql..",
              "javax.sql..",
              "..issuer.http..",
              "..issuer.peers..",
              "..issuer.store..");

  @ArchTest
  static final ArchRule nimbus_speaks_to_login_providers_and_to_nobody_else =
      noClasses()
          .that()
          .resideOutsideOfPackage("..issuer.peers..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.nimbusds..");

  @ArchTest
  static final ArchRule the_issuer_knows_no_other_service =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.hansa.verifier..",
              "dev.hansa.marketplace..",
              "dev.hansa.marketplaceauth..",
              "dev.hansa.didregistry..",
              "dev.hansa.ledgerpool..");
}
