package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.Installation;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The content of the distribution, and the bill of materials that lists it. */
class BillOfMaterialsIT {
  private static final String LIBRARIES = "WEB-INF/lib/";

  @Test
  void itNamesEveryLibraryOfTheWarAndTheRuntime() throws IOException {
    JsonObject bill = bill();
    assertEquals("CycloneDX", bill.getString("bomFormat"));
    List<JsonObject> components = bill.getJsonArray("components").getValuesAs(JsonObject.class);
    Set<String> named =
        components.stream()
            .map(one -> one.getString("name") + "-" + one.getString("version"))
            .collect(Collectors.toSet());
    for (String library : libraries()) {
      // A classifier follows the version.
      assertTrue(named.stream().anyMatch(library::startsWith), library + " is not among " + named);
    }
    for (String runtime : List.of("payara-micro", "picocli")) {
      assertTrue(named.stream().anyMatch(one -> one.startsWith(runtime + "-")), runtime);
    }
    for (JsonObject component : components) {
      assertTrue(component.containsKey("purl"), component::toString);
      assertTrue(component.containsKey("hashes"), component::toString);
    }
  }

  @Test
  void noLibraryIsThereTwice() throws IOException {
    List<String> names = libraries().stream().map(BillOfMaterialsIT::withoutVersion).toList();
    assertEquals(names.size(), new HashSet<>(names).size(), names::toString);
    try (Stream<Path> runtime = Files.list(Installation.HOME.resolve("lib/payara"))) {
      Set<String> there =
          runtime
              .map(jar -> withoutVersion(jar.getFileName().toString()))
              .collect(Collectors.toSet());
      assertEquals(List.of(), names.stream().filter(there::contains).toList());
    }
  }

  @Test
  void whatTheLauncherRunsIsTheWarAndNothingElse() throws IOException {
    Path application = Installation.HOME.resolve("lib/application");
    try (ZipFile war = new ZipFile(Installation.HOME.resolve("risky-proxmox-agent.war").toFile());
        Stream<Path> there = Files.walk(application)) {
      List<String> packed =
          war.stream().filter(one -> !one.isDirectory()).map(ZipEntry::getName).sorted().toList();
      List<String> unpacked =
          there
              .filter(Files::isRegularFile)
              .map(file -> application.relativize(file).toString())
              .sorted()
              .toList();
      assertEquals(packed, unpacked);
    }
  }

  private static JsonObject bill() throws IOException {
    try (JsonReader reader =
        Json.createReader(Files.newInputStream(Installation.HOME.resolve("bom.json")))) {
      return reader.readObject();
    }
  }

  private static List<String> libraries() throws IOException {
    try (ZipFile war = new ZipFile(Installation.HOME.resolve("risky-proxmox-agent.war").toFile())) {
      return war.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
          .map(name -> name.substring(LIBRARIES.length()))
          .toList();
    }
  }

  private static String withoutVersion(String jar) {
    return jar.replaceAll("(-\\d.*)?\\.jar$", "");
  }
}
