package io.github.riskyproxmox.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The origins whose pages may show this one in a frame.
 *
 * @param origins such as {@code https://ha.lan:8123}; none may if it is empty
 */
public record FrameAncestors(List<String> origins) {
  /** No page may. */
  public static final FrameAncestors NONE = new FrameAncestors(List.of());

  private static final Pattern ORIGIN = Pattern.compile("(https?://([^/:]+)(?::(\\d{1,5}))?)/?");
  private static final int LARGEST_PORT = 65_535;

  /** Copies the list. */
  public FrameAncestors {
    origins = List.copyOf(origins);
  }

  /**
   * Reads FRAME_ANCESTORS: origins, separated by spaces or commas.
   *
   * @throws IllegalArgumentException with a message that says what to write instead
   */
  public static FrameAncestors parse(String text) {
    List<String> origins = new ArrayList<>();
    for (String one : text.strip().split("[,\\s]+")) {
      if (!one.isEmpty()) {
        origins.add(origin(one));
      }
    }
    return new FrameAncestors(origins);
  }

  /** Browsers would ignore the whole directive, or one origin of it, because of a typing error. */
  private static String origin(String text) {
    Matcher matcher = ORIGIN.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches() || !HostNames.isValid(matcher.group(2)) || !isPort(matcher.group(3))) {
      throw new IllegalArgumentException(
          "FRAME_ANCESTORS contains \""
              + Secret.shown(text)
              + "\"; write the scheme, the name or IPv4 address and the port of the page that may"
              + " show this one in a frame, such as https://ha.lan:8123, without a path or a"
              + " wildcard. Remove the setting if no page may.");
    }
    return matcher.group(1);
  }

  private static boolean isPort(@org.jspecify.annotations.Nullable String digits) {
    return digits == null
        || (Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= LARGEST_PORT);
  }

  /** The directive of the Content-Security-Policy. */
  public String directive() {
    return "frame-ancestors " + (origins.isEmpty() ? "'none'" : String.join(" ", origins));
  }
}
