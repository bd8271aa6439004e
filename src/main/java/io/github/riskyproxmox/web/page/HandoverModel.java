package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How a launch looks on the page: from which VMs to which one, and how far it is. */
public final class HandoverModel {
  /** The reasons that name a device whose state a forced stop can break. */
  private static final Set<MessageKey> PASSED_THROUGH =
      Set.of(MessageKey.CLAIM_PCI, MessageKey.CLAIM_PCI_MAPPING);

  private final LaunchReport report;
  private final SiteSnapshot site;
  private final Instant now;

  HandoverModel(LaunchReport report, SiteSnapshot site, Instant now) {
    this.report = report;
    this.site = site;
    this.now = now;
  }

  /**
   * A VM of the launch.
   *
   * @param name its name
   * @param look its icon and hue
   */
  public record Part(String name, VmLook look) {}

  /** The VMs that stop. */
  public List<Part> going() {
    return parts(
        report.steps().stream()
            .filter(step -> step.kind() == LaunchStep.Kind.STOP)
            .map(LaunchStep::vm)
            .distinct());
  }

  /** The VM that starts; empty if none does. */
  public List<Part> coming() {
    return parts(
        report.target().stream()
            .filter(
                vm ->
                    report.steps().stream()
                        .anyMatch(step -> step.kind() == LaunchStep.Kind.START)));
  }

  private List<Part> parts(Stream<VmId> ids) {
    return ids.map(site.inventory()::find)
        .flatMap(Optional::stream)
        .map((Vm vm) -> new Part(PlainText.line(vm.name()), VmLook.of(vm)))
        .toList();
  }

  /** The hue of the whole: the VM that starts, or the one that stops. */
  public int hue() {
    return Stream.concat(coming().stream(), going().stream())
        .map(part -> part.look().hue())
        .findFirst()
        .orElse(0);
  }

  /** The hue of the VM that stops, in degrees; that of the whole if none does. */
  public int from() {
    int degrees = 360 / VmLook.HUES;
    return degrees * going().stream().map(part -> part.look().hue()).findFirst().orElse(hue());
  }

  /** How long it usually takes, in milliseconds; 0 if that is not known. */
  public long usual() {
    return report.usually().map(Duration::toMillis).orElse(0L);
  }

  /** Whether it takes longer than usual. */
  public boolean late() {
    return !report.phase().isOver()
        && usual() > 0
        && Duration.between(report.startedAt(), now).toMillis() > usual();
  }

  /** The icon of its mood. */
  public String icon() {
    return switch (LaunchOutcome.mood(report.phase())) {
      case "busy" -> "busy";
      case "good" -> "check";
      case "bad" -> "cross";
      default -> "minus";
    };
  }

  /** What to know before terminating the VMs that take longer than usual. */
  public String warning() {
    boolean passedThrough =
        report.steps().stream()
            .flatMap(step -> step.because().stream())
            .anyMatch(reason -> PASSED_THROUGH.contains(reason.key()));
    String risk = passedThrough ? " " + PageText.RESET_RISK.text() : "";
    return PageText.PANEL_LATE.text(Messages.list(going().stream().map(Part::name).toList()))
        + risk;
  }
}
