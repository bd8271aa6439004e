package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.message.Messages;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/** The launch service's replies as HTTP responses. */
final class LaunchReplyMapper {
  private LaunchReplyMapper() {}

  /**
   * The response.
   *
   * @param reply what the service said
   * @param target what was asked for; empty when cancelling
   * @param current the launch under way or the last one
   */
  static Response response(
      LaunchReply reply, Optional<VmId> target, Optional<LaunchReport> current) {
    String message = Messages.text(reply.message());
    // Java 17 has no switch over types; GoldenTest goes through all permitted ones.
    if (reply instanceof LaunchReply.Started) {
      return json(202, LaunchAnswer.of("started", message));
    }
    if (reply instanceof LaunchReply.Escalated) {
      return json(202, LaunchAnswer.of("updated", message));
    }
    if (reply instanceof LaunchReply.AlreadyRunning) {
      return json(200, LaunchAnswer.of("already_running", message));
    }
    if (reply instanceof LaunchReply.Cancelled) {
      return json(200, LaunchAnswer.of("cancelled", message));
    }
    if (reply instanceof LaunchReply.NeedsAction choice) {
      return json(409, LaunchAnswer.needsAction(choice.preview(), message));
    }
    if (reply instanceof LaunchReply.TargetCrashed choice) {
      return json(409, LaunchAnswer.targetCrashed(choice.preview(), message));
    }
    if (reply instanceof LaunchReply.InProgress) {
      return json(409, LaunchAnswer.of("in_progress", message, open(target, current)));
    }
    if (reply instanceof LaunchReply.Busy) {
      return json(409, LaunchAnswer.of("busy", message));
    }
    if (reply instanceof LaunchReply.Failed) {
      return json(503, LaunchAnswer.of("failed", message));
    }
    if (reply instanceof LaunchReply.Refused) {
      return json(409, LaunchAnswer.of("refused", message));
    }
    if (reply instanceof LaunchReply.UnknownVm) {
      return ErrorAnswer.response(404, "unknown_vm", message);
    }
    throw new IllegalArgumentException(reply.toString());
  }

  /** What the same target may still be asked for while its launch is under way. */
  private static List<String> open(Optional<VmId> target, Optional<LaunchReport> current) {
    return current
        .filter(launch -> launch.canTerminate() && target.equals(Optional.of(launch.target().id())))
        .map(launch -> List.of(StopAction.TERMINATE.id()))
        .orElse(List.of());
  }

  private static Response json(int status, LaunchAnswer answer) {
    return Response.status(status).entity(answer).build();
  }
}
