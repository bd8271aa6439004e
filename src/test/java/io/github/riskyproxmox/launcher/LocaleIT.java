package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent with a locale of other digits and decimal separators: its output stays the same. */
class LocaleIT {
  private static final Pattern OTHER_DIGITS = Pattern.compile("[\\p{Nd}&&[^0-9]]");
  private static final Pattern STAMP =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [A-Z]+ | {4}).*");

  @ParameterizedTest
  @ValueSource(
      strings = {"-Duser.language=de -Duser.country=DE", "-Duser.language=ar -Duser.country=EG"})
  void outputDoesNotDependOnTheLocale(String locale) throws Exception {
    try (PackagedAgent agent = PackagedAgent.start(Map.of("JAVA_OPTS", locale), "--demo")) {
      AgentApi api = new AgentApi(agent);
      String event = firstEvent(agent.url("api/events"));
      assertEquals(202, api.launch(102, Optional.of("terminate")).statusCode());
      api.await("the end of the launch", api::isOver);
      assertEquals("succeeded", api.state());
      String page = api.get("").body();
      String launch = api.get("api/launch").body();
      assertTrue(event.matches("id: \\d+"), event);
      assertTrue(launch.matches("(?s).*\"started_at\":\"2\\d{3}-[0-9T:.-]+Z\".*"), launch);
      assertTrue(page.contains(" GiB"), "no card in the page");
      assertFalse(page.matches("(?s).*\\d,\\d GiB.*"), "a comma in the page");
      for (String said :
          List.of(
              page,
              launch,
              api.get("api/vms").body(),
              api.get("openapi").body(),
              journal(agent.stateDirectory()),
              agent.output())) {
        assertFalse(OTHER_DIGITS.matcher(said).find(), said);
      }
      List<String> log = agent.output().lines().filter(line -> line.contains(" INFO ")).toList();
      assertFalse(log.isEmpty());
      assertTrue(log.stream().allMatch(STAMP.asMatchPredicate()), log.toString());
    }
  }

  private static String firstEvent(URI events) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(events.toURL().openStream(), StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> line.startsWith("id:")).findFirst().orElseThrow();
    }
  }

  private static String journal(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Path journal =
          files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
      return Files.readString(journal);
    }
  }
}
