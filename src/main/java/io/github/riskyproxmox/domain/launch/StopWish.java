package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.Map;
import java.util.Optional;

/**
 * How a client wants guests to stop.
 *
 * @param action for all of them; empty if it did not say
 * @param each for single ones, before {@code action}
 */
public record StopWish(Optional<StopAction> action, Map<VmId, StopAction> each) {
  /** A client that did not say. */
  public static final StopWish NONE = new StopWish(Optional.empty(), Map.of());

  /** Copies the map. */
  public StopWish {
    each = Map.copyOf(each);
  }

  /** The same action for all. */
  public static StopWish all(Optional<StopAction> action) {
    return new StopWish(action, Map.of());
  }

  /** The action for that guest; empty if the client must be asked. */
  public Optional<StopAction> of(VmId vm) {
    return Optional.ofNullable(each.get(vm)).or(() -> action);
  }
}
