package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request of page.js. Malformed parameters count as missing; the response then contains the whole
 * page.
 *
 * @param verb sync, plan, act or cancel
 * @param number the number of the request, which the response repeats
 * @param vm the VM it is about
 * @param action the stop action chosen
 * @param running the VMs that must stop, as the page showed them
 * @param recovery the chosen recovery of a crashed target
 * @param openPlan title and running list of the plan in the open dialog, if one is open
 * @param epoch the epoch that the page shows
 * @param revision the revision that the page shows
 * @param look identifies the style of its cards
 * @param busy the cards that it shows as part of a launch
 * @param polls whether it has no event stream, so that the agent may not be polling Proxmox
 */
record PageCall(
    String verb,
    String number,
    Optional<VmId> vm,
    Optional<StopAction> action,
    Optional<Set<VmId>> running,
    Optional<Recovery> recovery,
    String openPlan,
    String epoch,
    long revision,
    String look,
    Set<VmId> busy,
    boolean polls) {

  static PageCall from(Map<String, String> parameters) {
    return new PageCall(
        parameters.getOrDefault("do", "sync"),
        parameters.getOrDefault("call", ""),
        ids(parameters.getOrDefault("vmid", "")).stream().findFirst(),
        Optional.of(parameters.getOrDefault("action", ""))
            .filter(action -> action.matches("[a-z][a-z_]{0,31}"))
            .map(StopAction::new),
        Optional.ofNullable(parameters.get("running")).map(PageCall::ids),
        Recovery.of(parameters.getOrDefault("recovery", "")),
        parameters.getOrDefault("open", ""),
        parameters.getOrDefault("epoch", ""),
        number(parameters.getOrDefault("revision", "")),
        parameters.getOrDefault("look", ""),
        ids(parameters.getOrDefault("busy", "")),
        parameters.getOrDefault("polls", "").equals("true"));
  }

  /** Whether changes are sufficient to update the page. */
  boolean knows(String currentEpoch, String currentLook) {
    return epoch.equals(currentEpoch) && look.equals(currentLook) && revision > 0;
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
