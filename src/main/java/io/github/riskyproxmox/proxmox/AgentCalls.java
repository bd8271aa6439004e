package io.github.riskyproxmox.proxmox;

import static java.util.stream.Collectors.toSet;

import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.proxmox.wire.AgentReply;
import io.github.riskyproxmox.proxmox.wire.AgentReply.Command;
import io.github.riskyproxmox.proxmox.wire.AgentReply.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The requests to a VM's guest agent (pve-api.md §11). Proxmox answers them itself, without a task:
 * within 3 s where the agent does not answer, and within 5 s more where it does not answer a
 * command.
 */
final class AgentCalls {
  /** The guest went to sleep before its agent answered. */
  private static final Pattern ASLEEP =
      Pattern.compile("qga command 'guest-suspend-disk' failed - got timeout");

  private final PveApi api;

  AgentCalls(PveApi api) {
    this.api = api;
  }

  AgentReport report(VmRef vm) {
    Result result;
    try {
      result =
          PveCalls.data(
              "GET " + path(vm) + "/info",
              () -> api.agentInfo(vm.node().value(), vm.id().value()),
              reply -> reply.data() == null ? null : reply.data().result());
    } catch (PveRefused refused) {
      if (refused.reason() != PveRefused.Reason.HANDLER) {
        throw refused;
      }
      return new AgentReport.Silent(refused.words());
    }
    return refusal(result)
        .<AgentReport>map(AgentReport.Silent::new)
        .orElseGet(() -> new AgentReport.Answering(commands(result)));
  }

  void suspendDisk(VmRef vm) {
    AgentReply reply;
    try {
      reply =
          PveCalls.reply(
              "POST " + path(vm) + "/suspend-disk",
              () -> api.suspendDisk(vm.node().value(), vm.id().value()));
    } catch (PveRefused refused) {
      if (ASLEEP.matcher(refused.words()).find()) {
        return;
      }
      throw refused;
    }
    Optional.ofNullable(reply)
        .map(AgentReply::data)
        .map(AgentReply.Data::result)
        .flatMap(AgentCalls::refusal)
        .ifPresent(
            words -> {
              throw new PveRefused(
                  PveRefused.Reason.HANDLER,
                  PveErrors.sentence("The guest agent says: " + PveWords.brief(words)),
                  words,
                  Map.of());
            });
  }

  /** The agent's own words, which come with status 200. */
  private static Optional<String> refusal(Result result) {
    return Optional.ofNullable(result.error())
        .map(
            error ->
                Optional.ofNullable(error.desc())
                    .map(String::strip)
                    .filter(words -> !words.isEmpty())
                    .orElse("the guest agent refused without a word"));
  }

  private static Set<String> commands(Result result) {
    List<Command> commands = result.commands();
    return commands == null
        ? Set.of()
        : commands.stream()
            .filter(command -> command.enabled() != null && command.enabled() != 0)
            .flatMap(command -> Stream.ofNullable(command.name()))
            .collect(toSet());
  }

  private static String path(VmRef vm) {
    return "/nodes/" + vm.node() + "/qemu/" + vm.id() + "/agent";
  }
}
