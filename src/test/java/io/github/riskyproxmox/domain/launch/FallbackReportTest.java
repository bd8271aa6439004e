package io.github.riskyproxmox.domain.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.message.Messages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FallbackReportTest {
  @Test
  void theHistorySaysThatTheFallbackLaunchedIt() {
    assertEquals(
        List.of("vm102 started by itself, because nothing else was in use."),
        changedBy(FallbackPlan.CLIENT));
    assertEquals(List.of(), changedBy("192.0.2.1"));
  }

  private static List<String> changedBy(String client) {
    LaunchPlan plan =
        new LaunchPlan(
            "one",
            Optional.of(SampleOperations.start(102)),
            List.of(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            SampleOperations.START,
            client);
    LaunchReport report =
        new ReportBuilder(new LaunchSequence())
            .build(LaunchState.of(plan), Optional.empty(), List.of());
    return Messages.texts(report.changed());
  }
}
