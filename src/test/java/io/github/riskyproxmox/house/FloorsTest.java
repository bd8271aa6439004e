package io.github.riskyproxmox.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
import java.time.Clock;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.junit.jupiter.api.Test;

/** Floors stand only on those below them; time has one source; the simulator stands beside. */
class FloorsTest {
  private static final String ROOT = "io.github.riskyproxmox";
  private static final JavaClasses HOUSE =
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
        .check(HOUSE);
  }

  @Test
  void theApplicationKnowsNoAdapterAndNoFace() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".launch..", ROOT + ".stop..", ROOT + ".watch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".proxmox..", ROOT + ".web..", ROOT + ".launcher..")
        .check(HOUSE);
  }

  @Test
  void webAndProxmoxNeverSeeEachOther() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".web..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".proxmox..", ROOT + ".launcher..")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".proxmox..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".web..", ROOT + ".launch..", ROOT + ".watch..", ROOT + ".launcher..")
        .check(HOUSE);
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
        .check(HOUSE);
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
        .check(HOUSE);
  }

  @Test
  void roomsDoNotGoInCircles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  /**
   * Real time enters the house by three doors, each behind an interface that tests replace: what
   * else tells the time or waits for it is handed a Pacer, a Timetable or an InstantSource.
   */
  @Test
  void aLaunchHasItsTimeFromThePacerAloneAndTheRestFromTwoNamedSources() {
    DescribedPredicate<JavaAccess<?>> timekeeping =
        describe(
            "tells or passes real time",
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
            ROOT + ".watch..",
            ROOT + ".web..",
            ROOT + ".proxmox..",
            ROOT + ".config..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".launch.SystemPacer")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".watch.ContainerTimetable")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".proxmox.ProxmoxProducer")
        .should()
        .accessTargetWhere(timekeeping)
        .check(HOUSE);
  }

  @Test
  void onlyWireRecordsAreSerialisedToProxmox() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".domain..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "org.eclipse..")
        .check(HOUSE);
    classes()
        .that()
        .resideInAPackage(ROOT + ".proxmox.wire..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".proxmox.wire..", "java..", "jakarta.json..", "org.jspecify..")
        .check(HOUSE);
    classes()
        .that()
        .areAnnotatedWith(RegisterRestClient.class)
        .should()
        .haveFullyQualifiedName(PveApi.class.getName())
        .check(HOUSE);
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
        .check(HOUSE);
  }

  /** LaunchBody is read, not written: its vmid is checked where it is made. */
  @Test
  void nothingOfTheDomainIsSerialisedToTheWeb() {
    DescribedPredicate<JavaClass> ofFaces =
        describe(
            "of the faces or of Java", type -> !type.getPackageName().startsWith(ROOT + ".domain"));
    fields()
        .that()
        .areDeclaredInClassesThat(
            resideInAnyPackage(ROOT + ".web.api..", ROOT + ".web.push..")
                .and(
                    describe(
                        "records but LaunchBody",
                        type -> type.isRecord() && !type.getSimpleName().equals("LaunchBody"))))
        .and()
        .areNotStatic()
        .should(
            have(
                describe(
                    "only types of the faces or of Java",
                    (JavaField field) ->
                        field.getType().getAllInvolvedRawTypes().stream().allMatch(ofFaces))))
        .check(HOUSE);
    methods()
        .that()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(Path.class)
        .and()
        .arePublic()
        .should(involveOnly("what the faces or Java have", ofFaces))
        .check(HOUSE);
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
  void namesSayWhatAThingIs() {
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
        .check(HOUSE);
  }
}
