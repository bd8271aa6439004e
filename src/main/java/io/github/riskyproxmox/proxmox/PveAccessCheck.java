package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.pve.Access;
import io.github.riskyproxmox.domain.pve.Access.Privilege;
import io.github.riskyproxmox.domain.pve.AccessCheck;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.ForeignText;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.proxmox.wire.PermissionsReply;
import io.github.riskyproxmox.proxmox.wire.VersionReply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Asks Proxmox for its version and the token's privileges. */
final class PveAccessCheck implements AccessCheck {
  private static final Logger LOG = Logger.getLogger(PveAccessCheck.class.getName());

  /** While nothing is missing, or only what is needed to hibernate. */
  private static final Duration SELDOM = Duration.ofMinutes(5);

  /** While nothing can be launched: a person may be granting the privileges now. */
  private static final Duration OFTEN = Duration.ofSeconds(30);

  /** While nothing is known, or if a person asks for a new check. */
  private static final Duration AT_MOST = Duration.ofSeconds(5);

  private static final int LONGEST_VERSION = 40;

  private final PveApi api;
  private final Executor executor;
  private final InstantSource clock;
  private final Consumer<Access> changed;
  private final AtomicReference<Optional<Access>> latest = new AtomicReference<>(Optional.empty());
  private volatile Optional<String> failed = Optional.empty();
  private final AtomicReference<Instant> askedAt = new AtomicReference<>(Instant.EPOCH);

  /** Calls {@code changed} whenever the token may do more or less than before. */
  PveAccessCheck(PveApi api, Executor executor, InstantSource clock, Consumer<Access> changed) {
    this.api = api;
    this.executor = executor;
    this.clock = clock;
    this.changed = changed;
  }

  @Override
  public Optional<Access> latest() {
    return latest.get();
  }

  @Override
  public Access check() {
    return read(Optional.empty());
  }

  @Override
  public void lookAnew() {
    if (latest.get().map(Access::canSwitch).orElse(false)) {
      return;
    }
    checkIfOlderThan(AT_MOST);
  }

  /** A known version is not asked for again. */
  private Access read(Optional<String> known) {
    askedAt.set(clock.instant());
    String version = known.orElseGet(this::version);
    Map<String, Map<String, Integer>> permissions =
        PveCalls.data("GET /access/permissions", () -> api.permissions(), PermissionsReply::data);
    Access access = new Access(version, granted(permissions));
    Optional<Access> before = latest.getAndSet(Optional.of(access));
    if (!before.equals(Optional.of(access))) {
      report(access);
      changed.accept(access);
    }
    return access;
  }

  private String version() {
    return Translation.given(
            PveCalls.data("GET /version", () -> api.version(), VersionReply::data).version())
        .map(text -> ForeignText.line(text, LONGEST_VERSION))
        .orElse("of unknown version");
  }

  /**
   * Checks in another thread, if that is due: every few seconds until Proxmox has answered once,
   * often while nothing can be launched, and otherwise seldom, because privileges can be revoked.
   */
  void checkIfDue() {
    checkIfOlderThan(
        latest.get().map(access -> access.canSwitch() ? SELDOM : OFTEN).orElse(AT_MOST));
  }

  private void checkIfOlderThan(Duration pause) {
    Instant now = clock.instant();
    Instant before = askedAt.get();
    if (now.isBefore(before.plus(pause)) || !askedAt.compareAndSet(before, now)) {
      return;
    }
    try {
      executor.execute(this::tryToCheck);
    } catch (RejectedExecutionException stopping) {
      LOG.fine("The token's privileges are not checked: the agent is stopping.");
    }
  }

  private void tryToCheck() {
    try {
      read(latest.get().map(Access::version));
      failed = Optional.empty();
    } catch (PveUnavailable outage) {
      // The inventory's reader reports that Proxmox does not answer.
      LOG.log(Level.FINE, "The token's privileges could not be read.", outage);
    } catch (PveException failure) {
      complain(String.valueOf(failure.getMessage()));
    }
  }

  private void complain(String words) {
    if (!failed.equals(Optional.of(words))) {
      failed = Optional.of(words);
      LOG.warning(() -> "The token's privileges could not be read. " + words);
    }
  }

  private static void report(Access access) {
    String proxmox = "Proxmox VE " + access.version() + ". ";
    if (access.shortcomings().isEmpty()) {
      LOG.info(() -> proxmox + "The token may do all that is needed.");
    } else {
      LOG.warning(() -> proxmox + String.join(" ", Messages.texts(access.shortcomings())));
    }
  }

  private static Set<Privilege> granted(Map<String, Map<String, Integer>> permissions) {
    Set<Privilege> granted = EnumSet.noneOf(Privilege.class);
    permissions.forEach(
        (path, privileges) -> {
          for (Privilege privilege : Privilege.values()) {
            Integer inherited = privileges.get(privilege.pveName());
            if (inherited != null && applies(privilege, path, inherited != 0)) {
              granted.add(privilege);
            }
          }
        });
    return granted;
  }

  /** Whether the root's privilege counts for guests and storages: only if it is inherited. */
  private static boolean applies(Privilege privilege, String path, boolean inherited) {
    String tree = privilege == Privilege.SPACE ? "/storage" : "/vms";
    return path.equals(tree) ? inherited : path.startsWith(tree + "/");
  }
}
