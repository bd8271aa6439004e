package io.github.riskyproxmox.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Numbers that were measured. Safe for several threads. */
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

  /** The smallest value that so many of a hundred do not exceed. */
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
