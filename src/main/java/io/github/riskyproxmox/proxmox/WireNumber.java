package io.github.riskyproxmox.proxmox;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Reads numbers of PVE's answers, which may be written as text. All that are read are counts,
 * sizes, times and flags, so none is ever negative.
 */
final class WireNumber {
  /** Longer than any number that is read: the time to parse grows with the square of the length. */
  private static final int LONGEST = 40;

  private WireNumber() {}

  /** The number as an Integer, a Long or a Double; empty if it cannot be one. */
  static Optional<Object> of(String text, Type type) {
    String digits = text.strip();
    if (digits.isEmpty() || digits.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(digits);
      return number.signum() < 0 ? Optional.empty() : Optional.of(exactly(number, type));
    } catch (ArithmeticException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  private static Object exactly(BigDecimal number, Type type) {
    if (type == Integer.class) {
      return number.intValueExact();
    }
    if (type == Long.class) {
      return number.longValueExact();
    }
    double value = number.doubleValue();
    if (type != Double.class || Double.isInfinite(value)) {
      throw new ArithmeticException(type + " cannot hold it.");
    }
    return value;
  }
}
