package io.github.riskyproxmox.domain.conflict;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PCI device, or one function of it (pve-api.md §10).
 *
 * @param device domain, bus and slot, such as {@code 0000:01:00}, in lower case
 * @param function one hexadecimal digit; empty for all functions of the device
 */
public record PciAddress(String device, Optional<String> function) {
  private static final Pattern FORM =
      Pattern.compile("(?:([0-9a-f]{4,8}):)?([0-9a-f]{2}:[0-9a-f]{2})(?:\\.([0-9a-f]))?");

  /**
   * Reads an address as Proxmox writes it: the domain may be missing ({@code 0000} then), and so
   * may the function.
   *
   * @return empty if the text is no PCI address
   */
  public static Optional<PciAddress> parse(String text) {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      return Optional.empty();
    }
    String domain = Optional.ofNullable(form.group(1)).orElse("0000");
    return Optional.of(
        new PciAddress(domain + ":" + form.group(2), Optional.ofNullable(form.group(3))));
  }

  /** Whether a function belongs to both. */
  public boolean overlaps(PciAddress other) {
    return device.equals(other.device)
        && (function.isEmpty() || other.function.isEmpty() || function.equals(other.function));
  }

  @Override
  public String toString() {
    return device + function.map(digit -> "." + digit).orElse("");
  }
}
