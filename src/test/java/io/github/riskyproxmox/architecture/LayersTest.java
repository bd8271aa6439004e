package io.github.riskyproxmox.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import io.github.riskyproxmox.proxmox.PveApi;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.junit.jupiter.api.Test;

/**
 * Each layer depends only on those below it, real time is read in three classes, and the simulator
 * stands apart.
 */
class LayersTest {
  // Programming errors, and Proxmox's words that the domain recognises.
  private static final Pattern NO_MESSAGE =
      Pattern.compile("Exception\\(|Pattern\\.compile\\(|words\\.contains\\(");
  private static final Pattern SENTENCE = Pattern.compile("\"[^\"\n]*[a-z]+ [a-z]+ [a-z]+");
  private static final String ROOT = "io.github.riskyproxmox";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void theDomainImportsJavaAndJspecifyAlone() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".domain..", "java..", "org.jspecify..")
        .check(MAIN);
  }

  @Test
  void theApplicationDependsOnNoAdapter() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".launch..", ROOT + ".stop..", ROOT + ".monitor..", ROOT + ".fallback..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".proxmox..", ROOT + ".web..", ROOT + ".launcher..")
        .check(MAIN);
  }

  @Test
  void theMessagesDependOnTheDomainAlone() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".message..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".message..", ROOT + ".domain..", "java..", "org.jspecify..")
        .check(MAIN);
  }

  /**
   * The domain and the stop actions report facts. A literal of three words or more is part of a
   * sentence, which only the message of a programming error may be.
   */
  @Test
  void theDomainBuildsNoSentence() throws IOException {
    List<String> sentences = new ArrayList<>();
    for (String source : List.of("domain", "stop")) {
      try (Stream<java.nio.file.Path> files =
          Files.walk(java.nio.file.Path.of("src/main/java/io/github/riskyproxmox", source))) {
        for (java.nio.file.Path file : files.filter(Files::isRegularFile).toList()) {
          String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|(?m)//.*$", "");
          Stream.of(code.split("[;{}]"))
              .filter(statement -> !NO_MESSAGE.matcher(statement).find())
              .filter(statement -> SENTENCE.matcher(statement).find())
              .map(statement -> file.getFileName() + ": " + statement.strip())
              .forEach(sentences::add);
        }
      }
    }
    assertEquals(List.of(), sentences);
  }

  @Test
  void webAndProxmoxNeverSeeEachOther() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".web..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".proxmox..", ROOT + ".launcher..")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".proxmox..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".web..", ROOT + ".launch..", ROOT + ".monitor..", ROOT + ".launcher..")
        .check(MAIN);
  }

  @Test
  void theSimulatorImportsNothingOfOurs() {
    DescribedPredicate<JavaClass> ours =
        describe(
            "ours, the simulator aside",
            type ->
                type.getPackageName().startsWith(ROOT)
                    && !type.getPackageName().startsWith(ROOT + ".simulator"));
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".simulator..")
        .should()
        .dependOnClassesThat(ours)
        .check(MAIN);
    noClasses()
        .that(
            resideInAPackage(ROOT + "..")
                .and(
                    describe(
                        "neither simulator nor launcher",
                        type ->
                            !type.getPackageName().startsWith(ROOT + ".simulator")
                                && !type.getPackageName().startsWith(ROOT + ".launcher"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".simulator..")
        .check(MAIN);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
  }

  /**
   * Only three classes read the real time or wait for it. Everything else is given a LaunchClock, a
   * Scheduler or an InstantSource, which tests replace.
   */
  @Test
  void realTimeIsReadInThreeClassesOnly() {
    DescribedPredicate<JavaAccess<?>> timekeeping =
        describe(
            "reads the real time or waits for it",
            access -> {
              String owner = access.getTargetOwner().getName();
              String name = access.getName();
              return (owner.startsWith("java.time.") && name.equals("now"))
                  || (owner.equals(Clock.class.getName())
                      && (name.startsWith("system") || name.startsWith("tick")))
                  || (owner.equals(InstantSource.class.getName()) && name.equals("system"))
                  || (owner.equals("java.util.Date") && name.equals("<init>"))
                  || (Set.of("java.lang.Thread", TimeUnit.class.getName()).contains(owner)
                      && name.equals("sleep"))
                  || (owner.equals(LockSupport.class.getName()) && name.startsWith("park"))
                  || (owner.equals("java.lang.System")
                      && Set.of("nanoTime", "currentTimeMillis").contains(name));
            });
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".domain..",
            ROOT + ".launch..",
            ROOT + ".stop..",
            ROOT + ".monitor..",
            ROOT + ".web..",
            ROOT + ".proxmox..",
            ROOT + ".config..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".launch.SystemLaunchClock")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".monitor.ManagedScheduler")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".proxmox.ProxmoxProducer")
        .should()
        .accessTargetWhere(timekeeping)
        .check(MAIN);
  }

  @Test
  void onlyWireRecordsAreSerialisedToProxmox() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".domain..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "org.eclipse..")
        .check(MAIN);
    classes()
        .that()
        .resideInAPackage(ROOT + ".proxmox.wire..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".proxmox.wire..", "java..", "jakarta.json..", "org.jspecify..")
        .check(MAIN);
    classes()
        .that()
        .areAnnotatedWith(RegisterRestClient.class)
        .should()
        .haveFullyQualifiedName(PveApi.class.getName())
        .check(MAIN);
    methods()
        .that()
        .areDeclaredIn(PveApi.class)
        .should(
            involveOnly(
                "wire records, and of Java numbers and text",
                type ->
                    type.getPackageName().equals(ROOT + ".proxmox.wire")
                        || type.isPrimitive()
                        || type.isEquivalentTo(String.class)))
        .check(MAIN);
  }

  @Test
  void nothingOfTheDomainIsSerialisedToTheWeb() {
    DescribedPredicate<JavaClass> allowed =
        describe(
            "of the adapter or of Java",
            type -> !type.getPackageName().startsWith(ROOT + ".domain"));
    fields()
        .that()
        .areDeclaredInClassesThat(
            resideInAnyPackage(ROOT + ".web.api..", ROOT + ".web.events..")
                .and(describe("records", JavaClass::isRecord)))
        .and()
        .areNotStatic()
        .should(
            have(
                describe(
                    "only types of the adapter or of Java",
                    (JavaField field) ->
                        field.getType().getAllInvolvedRawTypes().stream().allMatch(allowed))))
        .check(MAIN);
    methods()
        .that()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(Path.class)
        .and()
        .arePublic()
        .should(involveOnly("types of the adapter or of Java", allowed))
        .check(MAIN);
  }

  private static ArchCondition<JavaMethod> involveOnly(String what, Predicate<JavaClass> allowed) {
    return have(
        describe(
            "as result and parameters only " + what,
            method ->
                Stream.concat(
                        method.getReturnType().getAllInvolvedRawTypes().stream(),
                        method.getRawParameterTypes().stream())
                    .allMatch(allowed)));
  }

  @Test
  void noClassNameEndsInAnEmptyWord() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "..")
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .check(MAIN);
  }

  @Test
  void noSimpleNameStandsTwice() {
    Map<String, List<String>> bySimpleName =
        MAIN.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));
    bySimpleName.values().removeIf(names -> names.size() == 1);
    assertEquals(Map.of(), bySimpleName);
  }
}
