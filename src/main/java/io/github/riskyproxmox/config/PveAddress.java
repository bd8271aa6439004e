package io.github.riskyproxmox.config;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of Proxmox's API.
 *
 * @param host a DNS name in ASCII, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 * @param portAssumed whether it was written as https:// without a port, which usually means 443
 */
public record PveAddress(String host, int port, boolean portAssumed) {
  /** The default port of Proxmox (pveproxy). */
  public static final int DEFAULT_PORT = 8006;

  private static final Pattern SCHEME = Pattern.compile("https://", Pattern.CASE_INSENSITIVE);
  private static final Pattern PATH_OF_THE_API =
      Pattern.compile("(?:/api2/json)?/?", Pattern.CASE_INSENSITIVE);
  private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]*)\\](?::(.*))?");
  private static final Pattern PLAIN = Pattern.compile("([^:]*)(?::(.*))?");
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");
  private static final Pattern LAST_LABEL_NUMERIC = Pattern.compile("(.*\\.)?\\d+\\.?");
  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:]*:[0-9a-f:.]*");

  /** An address with an explicit port. */
  public PveAddress(String host, int port) {
    this(host, port, false);
  }

  /**
   * Reads {@code name}, {@code name:port}, {@code https://...}, an IPv4 or IPv6 address. Ignores a
   * {@code /} or {@code /api2/json} at the end.
   *
   * @throws IllegalArgumentException with a message that says what to write instead
   */
  public static PveAddress parse(String text) {
    String rest = text.strip();
    if (rest.regionMatches(true, 0, "http://", 0, 7)) {
      throw new IllegalArgumentException(
          "PVE_HOST must not begin with http://, because Proxmox speaks only HTTPS and the token"
              + " would be sent unencrypted; write https:// or only the name.");
    }
    boolean https = SCHEME.matcher(rest).lookingAt();
    rest = withoutPath(https ? rest.substring(8) : rest, text).toLowerCase(Locale.ROOT);
    Matcher bracketed = BRACKETED.matcher(rest);
    if (bracketed.matches()) {
      String port = bracketed.group(2);
      return new PveAddress(ipv6(bracketed.group(1), text), port(port), https && port == null);
    }
    if (rest.indexOf(':') != rest.lastIndexOf(':')) {
      return new PveAddress(ipv6(rest, text), DEFAULT_PORT, https);
    }
    Matcher plain = PLAIN.matcher(rest);
    if (!plain.matches()) {
      throw unusable(text);
    }
    String port = plain.group(2);
    return new PveAddress(nameOrIpv4(plain.group(1), text), port(port), https && port == null);
  }

  private static String withoutPath(String rest, String text) {
    int end = rest.indexOf('/');
    if (end < 0 || PATH_OF_THE_API.matcher(rest.substring(end)).matches()) {
      return end < 0 ? rest : rest.substring(0, end);
    }
    String authority = rest.substring(0, end);
    if (authority.isEmpty() || authority.contains("@") || authority.endsWith(":")) {
      throw unusable(text);
    }
    throw new IllegalArgumentException(
        "PVE_HOST is \""
            + text
            + "\": write https://"
            + authority
            + " without a path, because Proxmox's API is always at /api2/json.");
  }

  /** Host and port as in a URL, IPv6 in brackets. */
  public String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** The root URL of the API. */
  public URI uri() {
    return URI.create("https://" + authority());
  }

  @Override
  public String toString() {
    return authority();
  }

  private static String nameOrIpv4(String host, String text) {
    if (IPV4.matcher(host).matches()) {
      return host;
    }
    String ascii;
    try {
      ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException unwritable) {
      throw unusable(text);
    }
    if (ascii.length() > 253
        || !NAME.matcher(ascii).matches()
        || LAST_LABEL_NUMERIC.matcher(ascii).matches()) {
      throw unusable(text);
    }
    return ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
  }

  private static String ipv6(String host, String text) {
    // URI's parser checks the format; the pattern excludes zone ids and other text.
    if (!IPV6.matcher(host).matches()) {
      throw unusable(text);
    }
    try {
      if (URI.create("https://[" + host + "]").getHost() == null) {
        throw unusable(text);
      }
    } catch (IllegalArgumentException malformed) {
      throw unusable(text);
    }
    return host;
  }

  private static int port(@org.jspecify.annotations.Nullable String digits) {
    return Optional.ofNullable(digits)
        .map(
            text -> {
              int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
              if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException(
                    "The port in PVE_HOST must be a number from 1 to 65535, not \"" + text + "\".");
              }
              return port;
            })
        .orElse(DEFAULT_PORT);
  }

  private static IllegalArgumentException unusable(String text) {
    return new IllegalArgumentException(
        "PVE_HOST is \""
            + text
            + "\", which is not a host; write a name such as pve.lan, pve.lan:8006 or"
            + " https://pve.lan:8006, or an address such as 192.168.1.10 or [fd00::10].");
  }
}
