package io.github.riskyproxmox.web.events;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.MovedInstallation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFrameTest {
  @Test
  void aFrameDoesNotDependOnTheLocale() {
    MovedInstallation.each(
        () -> {
          String frame =
              new String(
                  EventFrame.first("change", 1234, Map.of("n", 5.5)), StandardCharsets.UTF_8);
          assertTrue(
              frame.startsWith("retry: 2000\nid: 1234\nevent: change\ndata: {\"n\":5.5}\n\n"),
              frame);
        });
  }
}
