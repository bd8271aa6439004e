package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The client and its scheme, from the connection or from the headers of a reverse proxy. */
public final class Forwarded {
  /** The client name of this machine, unless a reverse proxy on it names another client. */
  public static final String THIS_MACHINE = "this machine";

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]{2,45}");
  private static final int BYTES_OF_A_NETWORK = 8;

  private Forwarded() {}

  /**
   * The scheme by which the browser reached the agent: http or https. If several proxies have made
   * a list of {@code X-Forwarded-Proto}, its first entry counts. A page of another origin cannot
   * send this header, because the agent answers no CORS preflight.
   */
  static String scheme(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("X-Forwarded-Proto"))
        .map(list -> list.split(",", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(scheme -> scheme.equals("http") || scheme.equals("https"))
        .orElse(request.getScheme());
  }

  /**
   * The names by which the browser may have reached the agent: the Host header, and those that
   * proxies have put into {@code X-Forwarded-Host} when they replaced it, as Apache does. Each has
   * to be one that the agent answers to. A page of another origin cannot send that header, as
   * above. Empty where a header is none, missing or repeated.
   */
  static List<Optional<Authority>> hosts(HttpServletRequest request) {
    List<String> host = Collections.list(request.getHeaders("Host"));
    Stream<String> forwarded =
        Collections.list(request.getHeaders("X-Forwarded-Host")).stream()
            .flatMap(list -> Stream.of(list.split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty());
    return Stream.concat(Stream.of(host.size() == 1 ? host.get(0) : ""), forwarded)
        .map(Authority::parse)
        .toList();
  }

  /**
   * The client that limits count: an IPv4 address, or the /64 network of an IPv6 address, since its
   * owner can use every address in it. For a connection from this machine it is the last address in
   * {@code X-Forwarded-For}, which the reverse proxy on this machine has written, or {@link
   * #THIS_MACHINE} if there is none.
   */
  public static String client(HttpServletRequest request) {
    Optional<InetAddress> peer = address(request.getRemoteAddr());
    if (peer.filter(InetAddress::isLoopbackAddress).isEmpty()) {
      return peer.map(Forwarded::network).orElse(request.getRemoteAddr());
    }
    List<String> forwarded = Collections.list(request.getHeaders("X-Forwarded-For"));
    String list = forwarded.isEmpty() ? "" : forwarded.get(forwarded.size() - 1);
    return address(list.substring(list.lastIndexOf(',') + 1))
        .filter(address -> !address.isLoopbackAddress())
        .map(Forwarded::network)
        .orElse(THIS_MACHINE);
  }

  private static Optional<InetAddress> address(String text) {
    String bare = text.strip().replaceFirst("%.*", "").replaceAll("[\\[\\]]", "");
    if (!ADDRESS.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      // Only address characters: this makes no DNS lookup.
      return Optional.of(InetAddress.getByName(bare.contains(":") ? "[" + bare + "]" : bare));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }

  private static String network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    return HexFormat.of().formatHex(address.getAddress(), 0, BYTES_OF_A_NETWORK) + "::/64";
  }
}
