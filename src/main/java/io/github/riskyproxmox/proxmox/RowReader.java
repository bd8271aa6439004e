package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.vm.ForeignText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.logging.Logger;

/**
 * Reads lists row by row and leaves out a row that cannot be read. It logs the row once, and {@link
 * #unreadable()} reports it until the list is read without it. Safe for use by many threads.
 */
final class RowReader {
  private static final Logger LOG = Logger.getLogger(RowReader.class.getName());

  /** How long a list's unreadable rows are reported after its last reading. */
  private static final Duration AGE = Duration.ofMinutes(10);

  private static final int LONGEST = 300;
  private static final int MOST = 20;
  private static final int MOST_LOGGED = 100;

  private record Found(List<String> unreadable, Instant at) {}

  private final InstantSource clock;
  private final Map<String, Found> byList = new TreeMap<>();
  private final Set<String> logged = new HashSet<>();

  RowReader(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The rows that can be read.
   *
   * @param list names the call, for people
   * @param reading may throw PveProtocolError, with a sentence that names the row
   * @throws PveProtocolError if there are rows and none can be read: then the list itself is wrong
   */
  <R, T> List<T> read(String list, List<R> rows, Function<R, T> reading) {
    List<T> read = new ArrayList<>(rows.size());
    List<String> unreadable = new ArrayList<>();
    for (R row : rows) {
      try {
        read.add(reading.apply(row));
      } catch (PveProtocolError strange) {
        if (unreadable.size() < MOST) {
          unreadable.add(ForeignText.line(list + ": " + strange.getMessage(), LONGEST));
        }
      }
    }
    if (read.isEmpty() && !unreadable.isEmpty()) {
      throw new PveProtocolError(unreadable.get(0));
    }
    keep(list, unreadable).forEach(row -> LOG.warning(() -> "A row is left out. " + row));
    return read;
  }

  /** The rows left out in the last reading of each list: a sentence each, a few for each list. */
  synchronized List<String> unreadable() {
    Instant now = clock.instant();
    byList.values().removeIf(found -> !now.isBefore(found.at().plus(AGE)));
    return byList.values().stream().flatMap(found -> found.unreadable().stream()).toList();
  }

  /** Keeps them and returns those that are new. */
  private synchronized List<String> keep(String list, List<String> unreadable) {
    byList.remove(list);
    if (unreadable.isEmpty()) {
      return List.of();
    }
    byList.put(list, new Found(List.copyOf(unreadable), clock.instant()));
    return unreadable.stream()
        .filter(row -> logged.size() < MOST_LOGGED && logged.add(row))
        .toList();
  }
}
