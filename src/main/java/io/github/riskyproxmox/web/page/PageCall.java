package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request of connection.js. Malformed parameters count as missing; the response then contains the
 * whole page.
 *
 * @param verb sync, plan, act or cancel
 * @param goal what the click is to lead to
 * @param vm the VM it is about
 * @param node the node it is about
 * @param action the stop action chosen
 * @param each the stop actions chosen for single VMs
 * @param eachText the same as the page sent them
 * @param sure whether the question has been confirmed
 * @param running the VMs that must stop, as the page showed them
 * @param recovery the chosen recovery of a crashed target
 * @param openPlan title and running list of the plan in the open dialog, if one is open
 * @param epoch the epoch that the page shows
 * @param revision the revision that the page shows
 * @param polls whether it has no event stream, so that the agent may not be polling Proxmox
 */
record PageCall(
    String verb,
    LaunchGoal goal,
    Optional<VmId> vm,
    Optional<NodeName> node,
    Optional<StopAction> action,
    Map<VmId, StopAction> each,
    String eachText,
    boolean sure,
    Optional<Set<VmId>> running,
    Optional<Recovery> recovery,
    String openPlan,
    String epoch,
    long revision,
    boolean polls) {
  /** Before the vmid, the name of the radio buttons of a VM. */
  private static final String EACH = "each-";

  private static final String ACTION = "[a-z][a-z_]{0,31}";

  static PageCall from(Map<String, String> parameters) {
    return new PageCall(
        parameters.getOrDefault("do", "sync"),
        goal(parameters.getOrDefault("goal", "")),
        ids(parameters.getOrDefault("vmid", "")).stream().findFirst(),
        Optional.of(parameters.getOrDefault("node", ""))
            .filter(node -> node.matches("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"))
            .map(NodeName::new),
        Optional.of(parameters.getOrDefault("action", ""))
            .filter(action -> action.matches(ACTION))
            .map(StopAction::new),
        each(eachText(parameters)),
        eachText(parameters),
        parameters.getOrDefault("sure", "").equals("true"),
        Optional.ofNullable(parameters.get("running")).map(PageCall::ids),
        Recovery.of(parameters.getOrDefault("recovery", "")),
        parameters.getOrDefault("open", ""),
        parameters.getOrDefault("epoch", ""),
        number(parameters.getOrDefault("revision", "")),
        parameters.getOrDefault("polls", "").equals("true"));
  }

  /** The same without what was chosen, to ask again. */
  PageCall asking() {
    return new PageCall(
        verb,
        goal,
        vm,
        node,
        Optional.empty(),
        Map.of(),
        "",
        false,
        running,
        recovery,
        openPlan,
        epoch,
        revision,
        polls);
  }

  /** The same without the chosen recovery. */
  PageCall withoutRecovery() {
    return new PageCall(
        verb,
        goal,
        vm,
        node,
        action,
        each,
        eachText,
        sure,
        running,
        Optional.empty(),
        openPlan,
        epoch,
        revision,
        polls);
  }

  /** Whether the page showed exactly those VMs, whose numbers are joined by commas. */
  boolean showed(String vmids) {
    return running.equals(Optional.of(ids(vmids)));
  }

  /** How what must stop is to stop. */
  StopWish wish() {
    return new StopWish(action, each);
  }

  /** Whether a way to stop was chosen. */
  boolean chose() {
    return action.isPresent() || !each.isEmpty();
  }

  /** Whether changes are sufficient to update the page. */
  boolean knows(String currentEpoch) {
    return epoch.equals(currentEpoch) && revision > 0;
  }

  private static LaunchGoal goal(String id) {
    return Stream.of(LaunchGoal.values())
        .filter(goal -> goal.id().equals(id))
        .findFirst()
        .orElse(LaunchGoal.LAUNCH);
  }

  /** What is chosen now for each VM, or what was chosen in the dialog before. */
  private static String eachText(Map<String, String> parameters) {
    String chosen =
        parameters.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(EACH))
            .map(entry -> entry.getKey().substring(EACH.length()) + ":" + entry.getValue())
            .sorted()
            .collect(Collectors.joining(","));
    return chosen.isEmpty() || parameters.getOrDefault("do", "").equals("sync")
        ? parameters.getOrDefault("each", "")
        : chosen;
  }

  /** {@code 101:shutdown,103:hibernate}. */
  private static Map<VmId, StopAction> each(String joined) {
    return Stream.of(joined.split(",", -1))
        .filter(pair -> pair.matches("[1-9]\\d{2,8}:" + ACTION))
        .map(pair -> pair.split(":", -1))
        .collect(
            Collectors.toUnmodifiableMap(
                pair -> new VmId(Integer.parseInt(pair[0])),
                pair -> new StopAction(pair[1]),
                (first, second) -> second));
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private static Set<VmId> ids(String joined) {
    return Stream.of(joined.split(",", -1))
        .filter(id -> id.matches("[1-9]\\d{2,8}"))
        .map(id -> new VmId(Integer.parseInt(id)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
