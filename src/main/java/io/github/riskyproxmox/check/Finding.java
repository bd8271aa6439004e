package io.github.riskyproxmox.check;

import io.github.riskyproxmox.domain.message.Message;
import java.util.Optional;

/**
 * What the check found out about one thing.
 *
 * @param severity how bad it is
 * @param where the setting, address, path or guest
 * @param what what is the case
 * @param cure what to do; empty if nothing has to be done
 */
record Finding(Severity severity, String where, Message what, Optional<Message> cure) {
  /** How bad a finding is, the worst first. */
  enum Severity {
    /** The agent cannot work. */
    BROKEN(2),
    /** Part of it does not work, or will not. */
    WARNING(1),
    /** Worth knowing. */
    NOTE(0),
    /** As it should be. */
    OK(0);

    private final int exitStatus;

    Severity(int exitStatus) {
      this.exitStatus = exitStatus;
    }

    /** The exit status of a check that found nothing worse. */
    int exitStatus() {
      return exitStatus;
    }
  }

  static Finding broken(String where, Message what, Message cure) {
    return new Finding(Severity.BROKEN, where, what, Optional.of(cure));
  }

  static Finding warning(String where, Message what, Message cure) {
    return new Finding(Severity.WARNING, where, what, Optional.of(cure));
  }

  static Finding note(String where, Message what) {
    return new Finding(Severity.NOTE, where, what, Optional.empty());
  }

  static Finding ok(String where, Message what) {
    return new Finding(Severity.OK, where, what, Optional.empty());
  }
}
