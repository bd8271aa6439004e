package io.github.riskyproxmox.check;

import io.github.riskyproxmox.domain.message.TextKey;
import java.util.List;

/** The texts of the check. */
enum CheckText implements TextKey {
  // The settings.
  SETTINGS_READ("token"),
  SETTING_WRONG("words"),
  SETTING_CURE("file"),
  READABLE_BY_OTHERS("words"),
  READABLE_CURE("file"),
  // The network.
  NAME_UNKNOWN,
  NAME_CURE,
  CONNECTED,
  DEAD("reason"),
  DEAD_CURE,
  NO_TLS("reason"),
  NO_TLS_CURE,
  EXPIRED("day"),
  EXPIRED_CURE,
  NOT_PINNED,
  NOT_PINNED_CURE("fingerprint"),
  CLOCK("seconds"),
  CLOCK_CURE,
  FAILED("words"),
  FAILED_CURE("cure", "commands"),
  VERSION("version"),
  OLD_VERSION("version"),
  OLD_VERSION_CURE,
  UNKNOWN_NODE("nodes"),
  UNKNOWN_NODE_CURE,
  NODE_SILENT("words"),
  NODE_SILENT_CURE,
  // Privileges.
  GRANTED("privileges"),
  GRANT("commands"),
  // Guests.
  UNREADABLE,
  UNREADABLE_CURE,
  HIBERNATES,
  HIBERNATES_BY_GUEST,
  CANNOT_HIBERNATE("reason"),
  EASY_AND_NEVER,
  EASY_AND_NEVER_CURE,
  EASY_AND_KEEP,
  EASY_AND_KEEP_CURE,
  SHARES("claims", "others"),
  BOTH_AT_BOOT("claims", "other"),
  BOTH_AT_BOOT_CURE("command", "vmid"),
  // This machine.
  STATE_WRITABLE,
  STATE_READ_ONLY("reason"),
  STATE_CURE,
  PORT_SERVED,
  PORT_FREE,
  PORT_TAKEN,
  PORT_CURE,
  UNIT("state"),
  UNIT_NOT_RUNNING("state"),
  UNIT_CURE;

  private final List<String> arguments;

  CheckText(String... arguments) {
    this.arguments = List.of(arguments);
  }

  @Override
  public String id() {
    return "check." + TextKey.super.id();
  }

  @Override
  public List<String> arguments() {
    return arguments;
  }
}
