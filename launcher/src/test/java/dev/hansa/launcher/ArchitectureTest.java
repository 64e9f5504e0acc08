package dev.hansa.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.hansa.launcher",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule SERVICES_ARE_MET_OVER_HTTP_ALONE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.hansa.ledgerpool..",
              "dev.hansa.didregistry..",
              "dev.hansa.issuer..",
              "dev.hansa.verifier..",
              "dev.hansa.marketplaceauth..",
              "dev.hansa.marketplace..");

  @ArchTest
  static final ArchRule ACTS_KNOW_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAnyPackage("..acts..", "..run..", "..folder..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..", "..launcher.cli..", "..launcher.story..");
}
