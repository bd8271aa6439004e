package io.github.riskyproxmox.proxmox.wire;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET .../agent/info} and {@code POST .../agent/suspend-disk} (pve-api.md §11).
 *
 * @param data as sent
 */
public record AgentReply(@Nullable Data data) {
  /**
   * What the agent answered.
   *
   * @param result absent where the guest was suspended before the agent could answer
   */
  public record Data(@Nullable Result result) {}

  /**
   * The answer of {@code guest-info}, or an error.
   *
   * @param error why the agent refused; absent if it did not
   * @param commands what it can do
   */
  public record Result(
      @Nullable Failure error,
      @JsonbProperty("supported_commands") @Nullable List<Command> commands) {}

  /**
   * An error of the agent.
   *
   * @param desc its sentence
   */
  public record Failure(@Nullable String desc) {}

  /**
   * A command of the agent.
   *
   * @param name such as {@code guest-suspend-disk}
   * @param enabled 1 if the guest's administrator allows it
   */
  public record Command(@Nullable String name, @Nullable Integer enabled) {}
}
