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

/** Who asks, and how: as the connection says, or as a reverse proxy says that stands in between. */
public final class Forwarded {
  /** What stands for this machine itself where nobody else is named. */
  public static final String THIS_MACHINE = "this machine";

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]{2,45}");
  private static final int BYTES_OF_A_NETWORK = 8;

  private Forwarded() {}

  /**
   * By which scheme the browser reached the agent: http or https. Of a list, which each of several
   * proxies adds to, the first counts. Another origin's page cannot send this header here without
   * asking first, and no CORS is answered.
   */
  static String scheme(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("X-Forwarded-Proto"))
        .map(list -> list.split(",", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(scheme -> scheme.equals("http") || scheme.equals("https"))
        .orElse(request.getScheme());
  }

  /**
   * Whom to count as one client: an address, of IPv6 its network of 64 bits, because whoever has
   * one address of it has all. Where the connection comes from this machine, it is the last one in
   * {@code X-Forwarded-For}, which the reverse proxy beside the agent has written; {@link
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
      // With these letters alone it is never looked up as a name.
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
