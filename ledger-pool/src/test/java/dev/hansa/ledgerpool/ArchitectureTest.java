package dev.hansa.ledgerpool;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.hansa.ledgerpool",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule THE_DOMAIN_KNOWS_NEITHER_FRAMEWORK_NOR_STORE_NOR_ENGINE =
      noClasses()
          .that()
          .resideInAPackage("..domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.micronaut..",
              "jakarta.inject..",
              "org.rocksdb..",
              "..ledgerpool.engine..",
              "..ledgerpool.store..",
              "..ledgerpool.http..");

  @ArchTest
  static final ArchRule ENGINE_AND_STORE_KNOW_NOT_EACH_OTHER =
      noClasses()
          .that()
          .resideInAPackage("..ledgerpool.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.rocksdb..", "..ledgerpool.store..", "io.micronaut..");

  @ArchTest
  static final ArchRule THE_STORE_KNOWS_NO_ENGINE =
      noClasses()
          .that()
          .resideInAPackage("..ledgerpool.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..ledgerpool.engine..", "io.micronaut..");
}
