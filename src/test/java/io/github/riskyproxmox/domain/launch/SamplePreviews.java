package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.launch.LaunchPreview.RecoveryOffer;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Previews for tests, on a node where one VM at a time runs. */
public final class SamplePreviews {
  private SamplePreviews() {}

  /** One whose target has not crashed. */
  public static LaunchPreview of(
      Vm target,
      List<Vm> inTheWay,
      Set<VmId> easyKills,
      List<Offer> offers,
      Optional<Message> refusal) {
    return of(target, inTheWay, easyKills, offers, refusal, List.of());
  }

  /** One whose target can be recovered in those ways. */
  public static LaunchPreview of(
      Vm target,
      List<Vm> inTheWay,
      Set<VmId> easyKills,
      List<Offer> offers,
      Optional<Message> refusal,
      List<RecoveryOffer> recoveries) {
    Map<VmId, List<Conflict.Reason>> because =
        inTheWay.stream()
            .collect(Collectors.toMap(Vm::id, vm -> List.of(new Conflict.WholeNode(vm.node()))));
    Map<VmId, List<Offer>> offersOf =
        inTheWay.stream().collect(Collectors.toMap(Vm::id, vm -> offers));
    StopChoice choice = new StopChoice(inTheWay, because, easyKills, offers, offersOf);
    return new LaunchPreview(target, choice, refusal, recoveries, List.of());
  }
}
