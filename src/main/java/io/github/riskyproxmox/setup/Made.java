package io.github.riskyproxmox.setup;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that setup has made.
 *
 * @param what its kind
 * @param details which one; never a secret
 */
record Made(Kind what, List<String> details) {
  /** The kinds. */
  enum Kind {
    /** A role, by its name. */
    ROLE,
    /** Privileges added to a role: its name, and they. */
    PRIVILEGES,
    /** A user. */
    USER,
    /** A token, as USER@REALM!NAME. */
    TOKEN,
    /** An entry of Proxmox's access control list: path, role, user or token, its id. */
    ACL,
    /** The file with the settings. */
    FILE,
    /**
     * A setting: its key, {@code =} with the value it had before or {@code none}, and {@code =}
     * with the new value, or {@code secret}.
     */
    SETTING,
    /** The start of the service at boot. */
    ENABLED,
    /** The start of the service. */
    STARTED
  }

  private static final String SEPARATOR = "\t";
  private static final String NONE = "none";
  private static final String SECRET = "secret";

  Made {
    details = List.copyOf(details);
  }

  static Made of(Kind what, String... details) {
    return new Made(what, List.of(details));
  }

  /** An old secret is worthless, because it is replaced only if its token is gone. */
  static Made secret(String key, Optional<String> before) {
    return of(Kind.SETTING, key, before.map(value -> "=").orElse(NONE), SECRET);
  }

  static Made setting(String key, Optional<String> before, String now) {
    return of(Kind.SETTING, key, before.map(value -> "=" + value).orElse(NONE), "=" + now);
  }

  /** The same setting with another new value. */
  Made changedTo(Made later) {
    return of(what, detail(0), detail(1), later.detail(2));
  }

  String detail(int index) {
    return details.get(index);
  }

  /** The value that the setting had before; empty if it had no line. */
  Optional<String> before() {
    return Optional.of(detail(1))
        .filter(text -> text.startsWith("="))
        .map(text -> text.substring(1));
  }

  /** Whether nobody has changed the setting since. */
  boolean isStill(Optional<String> written) {
    return detail(2).equals(SECRET) || written.equals(Optional.of(detail(2).substring(1)));
  }

  static Made parse(String line) {
    String[] parts = line.split(SEPARATOR, -1);
    return new Made(Kind.valueOf(parts[0]), Stream.of(parts).skip(1).toList());
  }

  String line() {
    return Stream.concat(Stream.of(what.name()), details.stream())
        .collect(Collectors.joining(SEPARATOR));
  }
}
