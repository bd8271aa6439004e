package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The calls of a VM's guest agent (pve-api.md §11). They are answered without a task. */
final class GuestAgent {
  private static final String PATH = "/nodes/{node}/qemu/{vmid}/agent/";
  private static final String VM = "/vms/{vmid}";
  private static final String ANYTHING = "VM.GuestAgent.Unrestricted";
  private static final Optional<String> IN_EIGHT = Optional.of("VM.Monitor");
  private static final String SUSPEND_DISK = "guest-suspend-disk";
  private static final List<String> COMMANDS =
      List.of(
          "guest-info",
          "guest-ping",
          "guest-get-osinfo",
          "guest-network-get-interfaces",
          "guest-shutdown",
          SUSPEND_DISK,
          "guest-suspend-ram");

  /** Before each call Proxmox asks whether the agent is there. */
  private static final Duration PING = Duration.ofSeconds(3);

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private GuestAgent() {}

  static List<Endpoint> endpoints() {
    Endpoint.Permission audit =
        new Endpoint.Permission(VM, List.of("VM.GuestAgent.Audit", ANYTHING), IN_EIGHT);
    Endpoint.Permission power =
        new Endpoint.Permission(VM, List.of("VM.PowerMgmt", ANYTHING), IN_EIGHT);
    return List.of(
        Endpoint.of("POST", PATH + "ping", GuestAgent::ping).asForwarded().needing(audit),
        Endpoint.of("GET", PATH + "info", GuestAgent::info).asForwarded().needing(audit),
        Endpoint.of("POST", PATH + "suspend-disk", GuestAgent::suspendDisk)
            .asForwarded()
            .needing(power));
  }

  private static Payload ping(ApiCall call) {
    AgentBehaviour unused = answering(call.vm());
    return result(JsonTree.object().build());
  }

  private static Payload info(ApiCall call) {
    AgentBehaviour agent = answering(call.vm());
    JsonArrayBuilder commands = JsonTree.array();
    for (String command : COMMANDS) {
      commands.add(
          JsonTree.object()
              .add("name", command)
              .add("enabled", !agent.disabled().contains(command))
              .add("success-response", !command.startsWith("guest-suspend")));
    }
    return result(
        JsonTree.object().add("version", "9.2.0").add("supported_commands", commands).build());
  }

  /** The guest falls asleep instead of answering, and QEMU ends when it has powered off. */
  private static Payload suspendDisk(ApiCall call) {
    SimVm vm = call.vm();
    AgentBehaviour agent = answering(vm);
    if (agent.disabled().contains(SUSPEND_DISK)) {
      return error("CommandNotFound", "Command " + SUSPEND_DISK + " has been disabled");
    }
    if (agent.refusal().isPresent()) {
      return error("GenericError", agent.refusal().get());
    }
    Optional<QemuProcess> process = vm.process();
    vm.setSavingItself(true);
    SimClock.Alarm unused =
        call.cluster()
            .after(
                agent.suspend(),
                () -> {
                  if (!vm.process().equals(process)) {
                    return;
                  }
                  vm.setSavingItself(false);
                  if (!agent.wakes()) {
                    call.cluster().qemu().powerOff(vm);
                  }
                });
    if (!agent.wakes()) {
      if (agent.suspend().compareTo(TIMEOUT) < 0) {
        // QEMU closes the agent's socket as it ends.
        return new Payload(
            JsonTree.object().add("result", JsonValue.NULL).build(), 0, agent.suspend());
      }
    }
    throw ApiError.refusedAfter(
        TIMEOUT, "VM " + vm.vmid() + " qga command '" + SUSPEND_DISK + "' failed - got timeout");
  }

  /** The agent; refuses the call if there is none or it does not answer. */
  private static AgentBehaviour answering(SimVm vm) {
    if (!vm.options().containsKey("agent")) {
      throw ApiError.refused("No QEMU guest agent configured");
    }
    if (!vm.isUp()) {
      throw ApiError.refused("VM " + vm.vmid() + " is not running");
    }
    return agent(vm)
        .filter(agent -> !vm.isSavingItself())
        .orElseThrow(() -> ApiError.refusedAfter(PING, "QEMU guest agent is not running"));
  }

  /** Whether an agent answers Proxmox. */
  static boolean answers(SimVm vm) {
    return agent(vm).isPresent();
  }

  private static Optional<AgentBehaviour> agent(SimVm vm) {
    return vm.guest().agent().filter(agent -> vm.hears() && isEnabled(vm));
  }

  /** Whether the VM's configuration has an agent that is not switched off. */
  static boolean isEnabled(SimVm vm) {
    return vm.options().getOrDefault("agent", "").matches("(enabled=)?1(,.*)?");
  }

  /** An error of the agent: Proxmox answers with status 200. */
  private static Payload error(String kind, String desc) {
    JsonObjectBuilder error = JsonTree.object().add("class", kind).add("desc", desc);
    return result(JsonTree.object().add("error", error).build());
  }

  private static Payload result(JsonValue result) {
    return Payload.of(JsonTree.object().add("result", result));
  }
}
