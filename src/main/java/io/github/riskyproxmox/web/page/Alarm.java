package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.monitor.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A message about a problem or an empty list, with what to do about it.
 *
 * @param kind its name in the style sheet
 * @param title the problem
 * @param detail details, with Proxmox's own words
 * @param remedy what to do
 * @param commands commands to run; may be empty
 * @param lastKnown the age of the data below; empty if it is fresh or there is none
 * @param readAt when the data was read, in milliseconds since 1970; 0 if never
 */
public record Alarm(
    String kind,
    String title,
    String detail,
    String remedy,
    List<String> commands,
    String lastKnown,
    long readAt) {
  private static final String PRIVILEGES = "VM.Audit VM.PowerMgmt VM.Config.Disk";

  /** All messages about that snapshot, the most serious first. */
  static List<Alarm> of(SiteSnapshot site, String tokenId, Instant now) {
    if (site.trouble().isPresent()) {
      return List.of(trouble(site, site.trouble().get(), now));
    }
    if (site.readAt().isEmpty()) {
      return List.of(
          plain(
              "waiting",
              "Reading the virtual machines\u2026",
              "The agent reads them from Proxmox.",
              ""));
    }
    List<Alarm> alarms = new ArrayList<>();
    List<Vm> vms = site.inventory().vms();
    if (vms.stream().allMatch(Vm::template)) {
      alarms.add(vms.isEmpty() ? empty(tokenId) : onlyTemplates(tokenId));
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
        "Read-only: the token may not launch anything.",
        String.join(" ", shortcomings),
        "To allow launches, run on the Proxmox host as root:",
        grants(tokenId),
        "",
        0);
  }

  /** A problem with the record of launches. */
  static Alarm recordProblem(String complaint) {
    return plain(
        "record",
        "There is a problem with the record of launches.",
        PlainText.line(complaint),
        "Check the disk and the state directory. The log has the same message.");
  }

  private static Alarm trouble(SiteSnapshot site, Trouble trouble, Instant now) {
    String detail = PlainText.line(trouble.message());
    long readAt = site.readAt().map(Instant::toEpochMilli).orElse(0L);
    String age = site.readAt().map(then -> Durations.brief(Duration.between(then, now))).orElse("");
    String kind = trouble.kind().name().toLowerCase(Locale.ROOT);
    return switch (trouble.kind()) {
      case UNREACHABLE ->
          new Alarm(
              kind,
              "Proxmox does not answer.",
              detail,
              "The agent keeps polling; this page recovers by itself.",
              List.of(),
              age,
              readAt);
      case TOKEN ->
          new Alarm(
              kind,
              "Proxmox refuses the API token.",
              detail,
              "Proxmox shows it under Datacenter \u2192 Permissions \u2192 API Tokens. Correct the"
                  + " agent's .env, then restart the agent.",
              List.of(),
              age,
              readAt);
      case CERTIFICATE ->
          new Alarm(
              kind,
              "The certificate of Proxmox is not trusted.",
              detail,
              "The agent sends nothing to it. Correct the agent's .env, then restart the agent. On the"
                  + " Proxmox host this command prints the fingerprints; use that of"
                  + " pveproxy-ssl.pem if there is one, else that of pve-ssl.pem:",
              List.of("pvenode cert info"),
              age,
              readAt);
      case REFUSED ->
          new Alarm(
              kind,
              "Proxmox refuses to list the virtual machines.",
              detail,
              "If a privilege is missing: the token needs VM.Audit to see them and VM.PowerMgmt to"
                  + " switch them.",
              List.of(),
              age,
              readAt);
      case NOT_UNDERSTOOD ->
          new Alarm(
              kind,
              "The agent does not understand Proxmox's answer.",
              detail,
              "Check that PVE_HOST is a Proxmox VE 8.2 or later, without a proxy in between.",
              List.of(),
              age,
              readAt);
      case INTERNAL ->
          new Alarm(
              kind,
              "The agent itself failed.",
              detail,
              "This is a bug in the agent. Its log has the details; report them, and restart the"
                  + " agent if it does not recover by itself.",
              List.of(),
              age,
              readAt);
    };
  }

  private static Alarm silent(Map<NodeName, String> nodes, boolean anySeen) {
    List<String> names = nodes.keySet().stream().sorted().map(NodeName::toString).toList();
    String words =
        nodes.values().stream()
            .map(PlainText::line)
            .distinct()
            .sorted()
            .reduce("", (a, b) -> a + b + " ");
    return plain(
        "silent",
        names.size() == 1
            ? "Node " + names.get(0) + " does not answer."
            : "Nodes " + String.join(", ", names) + " do not answer.",
        words.strip(),
        anySeen
            ? (names.size() == 1 ? "Its" : "Their")
                + " virtual machines are shown as unknown; the others can be switched."
            : "");
  }

  private static Alarm onlyTemplates(String tokenId) {
    return new Alarm(
        "empty",
        "The agent sees only templates.",
        "A template cannot be launched. If there are other virtual machines, the token "
            + tokenId
            + " may not see them: grant the role to it and to its user for all of them.",
        "Run on the Proxmox host as root:",
        grants(tokenId),
        "",
        0);
  }

  private static Alarm empty(String tokenId) {
    return new Alarm(
        "empty",
        "The agent sees no virtual machine.",
        "Proxmox answers, but lists for the token "
            + tokenId
            + " no virtual machine. A token with privilege"
            + " separation sees only what both it and its user may see: grant the role to both.",
        "Run on the Proxmox host as root:",
        grants(tokenId),
        "",
        0);
  }

  /** The least privileges, for both the user and the token (pve-api.md §7). */
  private static List<String> grants(String tokenId) {
    String user = tokenId.contains("!") ? tokenId.substring(0, tokenId.indexOf('!')) : tokenId;
    return List.of(
        // The role may exist with fewer privileges.
        "pveum role add Launcher --privs \""
            + PRIVILEGES
            + "\""
            + " || pveum role modify Launcher --append 1 --privs \""
            + PRIVILEGES
            + "\"",
        "pveum acl modify /vms --users " + user + " --roles Launcher",
        "pveum acl modify /vms --tokens '" + tokenId + "' --roles Launcher");
  }

  private static Alarm plain(String kind, String title, String detail, String remedy) {
    return new Alarm(kind, title, detail, remedy, List.of(), "", 0);
  }
}
