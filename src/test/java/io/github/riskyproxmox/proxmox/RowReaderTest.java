package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveProtocolError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowReaderTest {
  private static final Logger LOG = Logger.getLogger(RowReader.class.getName());

  private final List<String> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private Instant now = Instant.EPOCH;
  private final RowReader rows = new RowReader(() -> now);

  @BeforeEach
  void listen() {
    LOG.addHandler(handler);
    LOG.setLevel(Level.WARNING);
    LOG.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoMore() {
    LOG.removeHandler(handler);
    LOG.setLevel(null);
    LOG.setUseParentHandlers(true);
  }

  @Test
  void aRowThatMakesNoSenseIsLeftOutLoggedOnceAndToldUntilItIsGone() {
    for (int poll = 0; poll < 3; poll++) {
      assertEquals(List.of(1, 3), read("GET /list", "1", "x\ny", "3"));
      assertEquals(List.of("GET /list: no number: x y"), rows.unreadable());
    }
    assertEquals(List.of("A row is left out. GET /list: no number: x y"), logged);

    assertEquals(List.of(1, 3), read("GET /other", "1", "3"));
    assertEquals(1, rows.unreadable().size());

    read("GET /list", "1");
    assertEquals(List.of(), rows.unreadable());
  }

  @Test
  void whereNoRowCanBeReadTheListIsNotUnderstood() {
    PveProtocolError all = assertThrows(PveProtocolError.class, () -> read("GET /list", "x", "y"));

    assertTrue(all.getMessage().contains("GET /list"), all.getMessage());
    assertEquals(List.of(), read("GET /list"));
  }

  @Test
  void aListThatNobodyReadsAnyMoreIsForgotten() {
    read("GET /list", "1", "x");
    now = now.plus(Duration.ofMinutes(9));
    assertEquals(1, rows.unreadable().size());

    now = now.plus(Duration.ofMinutes(1));
    assertEquals(List.of(), rows.unreadable());
  }

  @Test
  void neitherTheLogNorWhatIsToldGrowsWithoutLimit() {
    String[] many =
        IntStream.range(0, 1000)
            .mapToObj(number -> number == 0 ? "1" : "x".repeat(number))
            .toArray(String[]::new);
    for (int poll = 0; poll < 20; poll++) {
      String[] others = many.clone();
      for (int row = 1; row < others.length; row++) {
        others[row] = "poll " + poll + ": " + others[row];
      }
      assertEquals(List.of(1), read("GET /list", others));
    }

    assertEquals(20, rows.unreadable().size());
    assertTrue(rows.unreadable().stream().allMatch(row -> row.length() <= 300));
    assertEquals(100, logged.size());
  }

  private List<Integer> read(String list, String... texts) {
    return rows.read(
        list,
        List.of(texts),
        text -> {
          try {
            return Integer.valueOf(text);
          } catch (NumberFormatException strange) {
            throw new PveProtocolError("no number: " + text, strange);
          }
        });
  }
}
