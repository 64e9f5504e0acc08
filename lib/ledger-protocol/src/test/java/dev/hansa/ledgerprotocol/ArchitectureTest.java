package dev.hansa.ledgerprotocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.hansa.ledgerprotocol",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule KNOWS_NO_FRAMEWORK =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micronaut..", "jakarta.inject..", "java.sql..");

  @ArchTest
  static final ArchRule THE_RULES_KNOW_NO_CLOCK_NO_CHANCE_AND_NO_WORLD =
      noClasses()
          .that()
          .resideInAPackage("..rules..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.time\\.Clock|java\\.security\\.SecureRandom|java\\.util\\.Random"
                  + "|java\\.net\\..*|java\\.io\\.File.*|java\\.nio\\.file\\..*"
                  + "|java\\.util\\.Locale\\$.*|java\\.time\\.ZoneId|java\\.lang\\.Thread");

  @ArchTest
  static final ArchRule THE_RULES_HAVE_NO_FLOATING_POINT =
      noClasses()
          .that()
          .resideInAPackage("..rules..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Double");
}
