package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Access;
import io.github.riskyproxmox.domain.pve.Cause;
import io.github.riskyproxmox.domain.pve.Role;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.monitor.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A message about a problem or an empty list, with what to do about it.
 *
 * @param kind its name in the style sheet
 * @param title the problem
 * @param detail what it means here
 * @param words Proxmox's own words, where {@code detail} does not have them; may be empty
 * @param remedy what to do
 * @param commands commands to run; may be empty
 * @param lastKnown the age of the data below; empty if it is fresh or there is none
 * @param readAt when the data was read, in milliseconds since 1970; 0 if never
 */
public record Alarm(
    String kind,
    String title,
    String detail,
    String words,
    String remedy,
    List<String> commands,
    String lastKnown,
    long readAt) {

  /** How urgent it is, as a style class: {@code calm}, {@code bad}, or neither. */
  public String css() {
    return switch (kind) {
      case "waiting", "empty", "looking" -> "calm";
      case "silent", "record", "unreachable" -> "";
      default -> "bad";
    };
  }

  /** Its icon. */
  public String icon() {
    return switch (kind) {
      case "token", "looking" -> "key";
      case "certificate" -> "shield";
      case "unreachable" -> "unlinked";
      case "waiting" -> "busy";
      case "empty" -> "power";
      default -> "alert";
    };
  }

  /** All messages about that snapshot, the most serious first. */
  static List<Alarm> of(SiteSnapshot site, String tokenId, Optional<Access> access, Instant now) {
    if (site.trouble().isPresent()) {
      return List.of(trouble(site, site.trouble().get(), tokenId, now));
    }
    if (site.readAt().isEmpty()) {
      return List.of(
          plain("waiting", PageText.ALARM.text("waiting"), PageText.ALARM_WAITING.text(), ""));
    }
    List<Alarm> alarms = new ArrayList<>();
    List<Vm> vms = site.inventory().vms();
    if (vms.stream().allMatch(Vm::template)) {
      alarms.add(vms.isEmpty() ? empty(tokenId, access) : templates(tokenId));
    }
    if (!site.inventory().silentNodes().isEmpty()) {
      alarms.add(silent(site.inventory().silentNodes(), !vms.isEmpty()));
    }
    return alarms;
  }

  /** The token can see VMs but not switch them. */
  static Alarm readOnly(List<String> shortcomings, String tokenId) {
    return new Alarm(
        "looking",
        PageText.ALARM.text("looking"),
        String.join(" ", shortcomings),
        "",
        PageText.ALARM_REMEDY.text("looking"),
        Role.GUESTS.grantedTo("/vms", tokenId),
        "",
        0);
  }

  /** A problem with the record of launches. */
  static Alarm recordProblem(String complaint) {
    return plain(
        "record",
        PageText.ALARM.text("record"),
        PlainText.line(complaint),
        PageText.ALARM_REMEDY.text("record"));
  }

  private static Alarm trouble(SiteSnapshot site, Trouble trouble, String tokenId, Instant now) {
    String kind = trouble.kind().name().toLowerCase(Locale.ROOT);
    Optional<Cause> cause = trouble.kind().cause();
    boolean unreachable = trouble.kind() == Trouble.Kind.UNREACHABLE;
    String message = PlainText.line(trouble.message());
    return new Alarm(
        kind,
        PageText.ALARM.text(kind),
        unreachable ? PageText.ALARM_UNREACHABLE.text() : message,
        unreachable ? message : "",
        cause.map(Cause::cure).map(Messages::text).orElseGet(PageText.ALARM_INTERNAL::text),
        cause.map(one -> one.commands(tokenId)).orElse(List.of()),
        site.readAt().map(then -> Durations.brief(Duration.between(then, now))).orElse(""),
        site.readAt().map(Instant::toEpochMilli).orElse(0L));
  }

  private static Alarm silent(Map<NodeName, String> nodes, boolean anySeen) {
    List<String> names = nodes.keySet().stream().sorted().map(NodeName::toString).toList();
    String words =
        nodes.values().stream()
            .map(PlainText::line)
            .distinct()
            .sorted()
            .reduce("", (a, b) -> a + b + " ");
    return new Alarm(
        "silent",
        PageText.ALARM_SILENT.text(names),
        anySeen ? PageText.ALARM_SILENT_REMEDY.text(names) : "",
        words.strip(),
        "",
        List.of(),
        "",
        0);
  }

  /** In the words of the check: a privilege is missing, or there is no VM. */
  private static Alarm empty(String tokenId, Optional<Access> access) {
    List<Message> why =
        access
            .filter(known -> !known.canSee())
            .map(Access::shortcomings)
            .orElseGet(
                () ->
                    List.of(
                        Message.of(MessageKey.NO_GUEST, tokenId),
                        Message.of(MessageKey.NO_GUEST_CURE)));
    return nothing("empty", String.join(" ", Messages.texts(why)), tokenId);
  }

  private static Alarm templates(String tokenId) {
    return nothing("templates", PageText.ALARM_TEMPLATES.text(tokenId), tokenId);
  }

  private static Alarm nothing(String kind, String detail, String tokenId) {
    return new Alarm(
        "empty",
        PageText.ALARM.text(kind),
        detail,
        "",
        PageText.ALARM_REMEDY.text("empty"),
        Role.GUESTS.grantedTo("/vms", tokenId),
        "",
        0);
  }

  private static Alarm plain(String kind, String title, String detail, String remedy) {
    return new Alarm(kind, title, detail, "", remedy, List.of(), "", 0);
  }
}
