package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.message.Messages;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/** Turns a {@link LaunchReply} into an HTTP response. */
final class LaunchReplyMapper {
  private LaunchReplyMapper() {}

  /**
   * The response.
   *
   * @param reply the launch service's reply
   * @param target the requested VM; empty for a cancellation
   * @param current the launch under way or the last one
   */
  static Response response(
      LaunchReply reply, Optional<VmId> target, Optional<LaunchReport> current) {
    String message = Messages.text(reply.message());
    return switch (reply) {
      case LaunchReply.Started any -> json(202, LaunchAnswer.of("started", message));
      case LaunchReply.Escalated any -> json(202, LaunchAnswer.of("updated", message));
      case LaunchReply.AlreadyRunning any -> json(200, LaunchAnswer.of("already_running", message));
      case LaunchReply.AlreadyStopped any -> json(200, LaunchAnswer.of("already_stopped", message));
      case LaunchReply.Cancelled any -> json(200, LaunchAnswer.of("cancelled", message));
      case LaunchReply.NeedsAction choice -> json(409, LaunchAnswer.needsAction(choice, message));
      case LaunchReply.TargetCrashed choice ->
          json(409, LaunchAnswer.targetCrashed(choice.preview(), message));
      case LaunchReply.InProgress any ->
          json(409, LaunchAnswer.of("in_progress", message, allowedActions(target, current)));
      case LaunchReply.Busy any -> json(409, LaunchAnswer.of("busy", message));
      case LaunchReply.Failed any -> json(503, LaunchAnswer.of("failed", message));
      case LaunchReply.Refused any -> json(409, LaunchAnswer.of("refused", message));
      case LaunchReply.UnknownVm any -> ErrorAnswer.response(404, "unknown_vm", message);
    };
  }

  /** The actions that the running launch still accepts for this target. */
  private static List<String> allowedActions(
      Optional<VmId> target, Optional<LaunchReport> current) {
    return current
        .filter(launch -> launch.canTerminate() && target.equals(launch.target()))
        .map(launch -> List.of(StopAction.TERMINATE.id()))
        .orElse(List.of());
  }

  private static Response json(int status, LaunchAnswer answer) {
    return Response.status(status).entity(answer).build();
  }
}
