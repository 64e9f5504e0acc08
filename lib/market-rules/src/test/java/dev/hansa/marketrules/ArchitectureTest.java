package dev.hansa.marketrules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.hansa.marketrules");

  @Test
  void the_rules_know_nothing_but_the_language() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.hansa.marketrules..", "java..", "org.jspecify..")
        .check(OURS);
  }

  @Test
  void no_number_of_the_rules_is_a_floating_point_number() {
    for (Class<?> floating : new Class<?>[] {double.class, float.class}) {
      noFields().should().haveRawType(floating).check(OURS);
      noMethods().should().haveRawReturnType(floating).check(OURS);
    }
  }

  @Test
  void packages_depend_one_way() {
    slices().matching("dev.hansa.marketrules.(*)..").should().beFreeOfCycles().check(OURS);
  }
}
