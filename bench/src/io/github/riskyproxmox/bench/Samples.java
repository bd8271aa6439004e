package io.github.riskyproxmox.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measured values. Thread-safe. */
final class Samples {
  private final List<Double> values = Collections.synchronizedList(new ArrayList<>());

  void add(double value) {
    values.add(value);
  }

  int count() {
    return values.size();
  }

  double median() {
    List<Double> sorted = sorted();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * The smallest value that at least this percentage of all values do not exceed.
   *
   * @param hundredths the percentage, 1 to 100
   */
  double percentile(int hundredths) {
    List<Double> sorted = sorted();
    int rank = (int) Math.ceil(sorted.size() * hundredths / 100.0);
    return sorted.get(Math.max(0, rank - 1));
  }

  double greatest() {
    return percentile(100);
  }

  double sum() {
    return sorted().stream().mapToDouble(Double::doubleValue).sum();
  }

  private List<Double> sorted() {
    List<Double> sorted;
    synchronized (values) {
      sorted = new ArrayList<>(values);
    }
    if (sorted.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    Collections.sort(sorted);
    return sorted;
  }
}
