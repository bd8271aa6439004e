package io.github.riskyproxmox.domain.conflict;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.util.List;

/**
 * A VM that cannot run beside the target.
 *
 * @param vm which VM
 * @param because why, at least one reason
 */
public record Conflict(VmRef vm, List<Reason> because) {
  /** Copies the list. */
  public Conflict {
    because = List.copyOf(because);
  }

  /** Why two VMs cannot run together. */
  public sealed interface Reason {
    /** In a few words, such as {@code 0000:01:00 (hostpci0)} or {@code one VM at a time on pve}. */
    default Message message() {
      return switch (this) {
        case Shared shared -> shared.claim().message();
        case WholeNode whole -> Message.of(MessageKey.ONE_AT_A_TIME, whole.node().toString());
        case Unreadable unreadable -> Message.of(MessageKey.CONFIG_UNREADABLE);
      };
    }
  }

  /**
   * Both need the same.
   *
   * @param claim what the VM in the way claims
   */
  public record Shared(Claim claim) implements Reason {}

  /**
   * One VM at a time runs on the node.
   *
   * @param node which node
   */
  public record WholeNode(NodeName node) implements Reason {}

  /** The configuration of the VM in the way could not be read, so it may claim anything. */
  public record Unreadable() implements Reason {}
}
