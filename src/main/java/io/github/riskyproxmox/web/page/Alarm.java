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
 * What is wrong or empty, in its own words, with what to do about it.
 *
 * @param kind its name in style sheets
 * @param title what is wrong
 * @param detail more of it, with PVE's own words
 * @param remedy what to do
 * @param commands lines to be run, if that helps
 * @param lastKnown how old what is shown below is; empty if that is fresh or nothing is
 * @param readAt when it was read in milliseconds since 1970; 0 if never
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

  /** All that is to be said about that snapshot, the gravest first. */
  static List<Alarm> of(SiteSnapshot site, String tokenId, Instant now) {
    if (site.trouble().isPresent()) {
      return List.of(trouble(site, site.trouble().get(), now));
    }
    if (site.readAt().isEmpty()) {
      return List.of(
          plain("waiting", "Reading the virtual machines\u2026", "Proxmox is being asked.", ""));
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

  /** The token sees VMs but may not switch them. */
  static Alarm lookingOnly(List<String> shortcomings, String tokenId) {
    return new Alarm(
        "looking",
        "Only looking: nothing can be launched.",
        String.join(" ", shortcomings),
        "To be allowed to switch, on the Proxmox host, as root:",
        grants(tokenId),
        "",
        0);
  }

  /** What is wrong with the record of launches, which is not Proxmox's doing. */
  static Alarm ofTheRecord(String complaint) {
    return plain(
        "record",
        "The record of launches is not as it should be.",
        PlainText.line(complaint),
        "Look at the disk and the state directory; the log says the same.");
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
              "It is asked again and again; this page recovers by itself.",
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
              "This is not the Proxmox the agent was told to trust.",
              detail,
              "Nothing is sent to it until that is put right in the agent's .env and the agent is"
                  + " restarted. On the Proxmox host this prints the fingerprints; that of"
                  + " pveproxy-ssl.pem counts where there is one, else that of pve-ssl.pem:",
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
              "Proxmox answered something the agent does not understand.",
              detail,
              "Is PVE_HOST really a Proxmox VE 8.2 or later, and no proxy in between?",
              List.of(),
              age,
              readAt);
      case INTERNAL ->
          new Alarm(
              kind,
              "The agent itself failed.",
              detail,
              "This is a defect of the agent. Its log has the details; report them, and restart the"
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
        "On the Proxmox host, as root:",
        grants(tokenId),
        "",
        0);
  }

  private static Alarm empty(String tokenId) {
    return new Alarm(
        "empty",
        "The agent sees no virtual machine.",
        "Proxmox answers, but shows the token "
            + tokenId
            + " none. A token with privilege"
            + " separation sees only what both it and its user may see: grant the role to both.",
        "On the Proxmox host, as root:",
        grants(tokenId),
        "",
        0);
  }

  /** The least privileges, for both the user and the token (pve-api.md §7). */
  private static List<String> grants(String tokenId) {
    String user = tokenId.contains("!") ? tokenId.substring(0, tokenId.indexOf('!')) : tokenId;
    return List.of(
        // It may be there already, with less.
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
