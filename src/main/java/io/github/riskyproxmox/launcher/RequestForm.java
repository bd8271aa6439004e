package io.github.riskyproxmox.launcher;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the parts of a request can be understood. Payara answers some that cannot with an empty
 * 200 and a page of stack trace in the log (measured, 6.2025.10).
 */
final class RequestForm {
  private static final Pattern HOST =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,254})(?::(\\d{0,5}))?");
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

  /** The first asks for a tunnel, the second is how HTTP/2 begins. */
  private static final Set<String> OF_OTHER_PROTOCOLS = Set.of("CONNECT", "PRI");

  private RequestForm() {}

  /**
   * What is wrong with a request, in a sentence; empty if nothing is.
   *
   * @param method as sent
   * @param host what the Host header says; empty if there is none
   * @param path before the question mark, as sent
   */
  static Optional<String> fault(String method, Optional<String> host, String path) {
    if (OF_OTHER_PROTOCOLS.contains(method)) {
      return Optional.of("The agent speaks plain HTTP/1.1 only, neither HTTP/2 nor as a proxy.");
    }
    if (host.filter(name -> !isHost(name)).isPresent()) {
      return Optional.of("The Host header must be a name or an address, with a port or without.");
    }
    return isPath(path)
        ? Optional.empty()
        : Optional.of("The address is malformed; write it as a browser would.");
  }

  private static boolean isHost(String text) {
    Matcher matcher = HOST.matcher(text);
    return matcher.matches()
        && (matcher.group(1) == null
            || matcher.group(1).isEmpty()
            || Integer.parseInt(matcher.group(1)) <= 65535);
  }

  private static boolean isPath(String text) {
    if (text.equals("*")) {
      return true;
    }
    Optional<String> path = text.startsWith("/") ? decoded(text) : Optional.empty();
    return path.filter(
            whole ->
                whole.chars().noneMatch(one -> Character.isISOControl(one) || one == '\\')
                    && !climbs(whole))
        .isPresent();
  }

  /** Empty if it is not ASCII, has a bad escape, or is no UTF-8. */
  private static Optional<String> decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); at++) {
      char one = text.charAt(at);
      if (one == '%') {
        Matcher escape = ESCAPE.matcher(text).region(at, text.length());
        if (!escape.lookingAt()) {
          return Optional.empty();
        }
        bytes.write(Integer.parseInt(escape.group(1), 16));
        at += 2;
      } else if (one <= ' ' || one > '~') {
        return Optional.empty();
      } else {
        bytes.write(one);
      }
    }
    try {
      ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(all).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  /** Whether it leads out of the root at any point. */
  private static boolean climbs(String path) {
    int depth = 0;
    for (String segment : path.split("/")) {
      if (segment.equals("..")) {
        depth--;
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }
}
