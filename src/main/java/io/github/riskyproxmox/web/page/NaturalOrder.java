package io.github.riskyproxmox.web.page;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Compares names with numbers by value, ignoring case: {@code vm-9} before {@code vm-10}. */
public final class NaturalOrder implements Comparator<String> {
  private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

  @Override
  public int compare(String left, String right) {
    List<String> leftParts = parts(left);
    List<String> rightParts = parts(right);
    for (int i = 0; i < Math.min(leftParts.size(), rightParts.size()); i++) {
      int order = comparePart(leftParts.get(i), rightParts.get(i));
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(leftParts.size(), rightParts.size());
    return order != 0 ? order : left.compareTo(right);
  }

  private static List<String> parts(String name) {
    return PART.matcher(name.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
  }

  private static int comparePart(String left, String right) {
    return isNumber(left) && isNumber(right)
        ? new BigInteger(left).compareTo(new BigInteger(right))
        : left.compareTo(right);
  }

  private static boolean isNumber(String part) {
    char first = part.charAt(0);
    return first >= '0' && first <= '9';
  }
}
