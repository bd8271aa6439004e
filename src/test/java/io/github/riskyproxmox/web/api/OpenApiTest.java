package io.github.riskyproxmox.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport.Remedy;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.monitor.Trouble;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The description of the API, which the build makes of the annotations. */
class OpenApiTest {
  @Test
  void theDescriptionChangesOnlyOnPurpose() {
    JsonObject golden = read("/golden/openapi.json");
    JsonObject generated = read("/META-INF/openapi.json");

    assertEquals(
        golden,
        generated,
        () ->
            "The API's description has changed: "
                + Json.createDiff(golden, generated)
                + "\nIf that is intended: cp target/classes/META-INF/openapi.json"
                + " src/test/resources/golden/");
  }

  private static Stream<Arguments> words() {
    return Stream.of(
        Arguments.of("/Vm/properties/status", PowerState.values()),
        Arguments.of("/Launch/properties/state", LaunchPhase.values()),
        Arguments.of("/LaunchStep/properties/kind", LaunchStep.Kind.values()),
        Arguments.of("/LaunchStep/properties/state", LaunchStep.State.values()),
        Arguments.of("/LaunchRequest/properties/recovery", Recovery.values()),
        Arguments.of("/Remedy", Remedy.values()),
        Arguments.of("/Trouble/properties/kind", Trouble.Kind.values()));
  }

  @ParameterizedTest
  @MethodSource("words")
  void everyWordThatIsSentIsDescribed(String schema, Enum<?>[] values) {
    JsonObject described =
        Json.createPointer("/components/schemas" + schema)
            .getValue(read("/META-INF/openapi.json"))
            .asJsonObject();
    List<String> sent = Stream.of(values).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();

    assertEquals(
        sent,
        described.getJsonArray("enum").getValuesAs(JsonString.class).stream()
            .map(JsonString::getString)
            .toList());
  }

  private static JsonObject read(String resource) {
    InputStream stream = OpenApiTest.class.getResourceAsStream(resource);
    assertNotNull(stream, () -> resource + " is missing; mvn process-classes makes it.");
    try (JsonReader reader = Json.createReader(stream)) {
      return reader.readObject();
    }
  }
}
