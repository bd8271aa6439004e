package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.conflict.Claim;
import io.github.riskyproxmox.domain.launch.LastUse;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.launch.LaunchService;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.monitor.InventoryMonitor;
import io.github.riskyproxmox.monitor.Scheduler;
import io.github.riskyproxmox.monitor.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** What cards show besides the snapshot: when a VM was last used, and how much it uses now. */
@ApplicationScoped
public class CardFacts {
  /** Fewer values make no curve. */
  private static final int FEWEST = 2;

  private final Supplier<Map<VmId, LastUse>> uses;
  private final Function<VmId, List<Usage>> usage;
  private final BiFunction<VmId, VmId, List<Claim>> shared;
  private final Supplier<Instant> clock;

  /** Creates the facts of those services. */
  @Inject
  public CardFacts(LaunchService launches, InventoryMonitor monitor, Scheduler scheduler) {
    this(launches::uses, vm -> monitor.usage().of(vm), monitor::shared, scheduler::now);
  }

  CardFacts(
      Supplier<Map<VmId, LastUse>> uses,
      Function<VmId, List<Usage>> usage,
      BiFunction<VmId, VmId, List<Claim>> shared,
      Supplier<Instant> clock) {
    this.uses = uses;
    this.usage = usage;
    this.shared = shared;
    this.clock = clock;
  }

  /** The last use of each VM. */
  Map<VmId, LastUse> uses() {
    return uses.get();
  }

  /** That last use as a card shows it. */
  Card.Use use(Optional<LastUse> last) {
    return last.map(
            use ->
                new Card.Use(
                    PageText.CARD_USED.text(
                        Durations.ago(Duration.between(use.endedAt(), clock.get()))),
                    use.endedAt().toEpochMilli(),
                    PageText.CARD_USUALLY.text(Durations.brief(use.usual()))))
        .orElse(Card.Use.NEVER);
  }

  /** What both of these VMs need, up to the name of the second. */
  String shared(VmId one, VmId other) {
    List<String> things =
        shared.apply(one, other).stream().map(CardFacts::words).distinct().limit(2).toList();
    return things.isEmpty()
        ? PageText.CARD_RIVAL.text()
        : PageText.CARD_SHARES.text(Messages.list(things));
  }

  private static String words(Claim claim) {
    return switch (claim) {
      case Claim.Pci pci -> words("pci", pci.mapping());
      case Claim.Usb usb -> words("usb", usb.mapping());
      case Claim.Disk disk -> words("disk", "");
      case Claim.Group group -> PageText.CARD_CLAIM.text("group", PlainText.line(group.name()));
    };
  }

  private static String words(String kind, String mapping) {
    return PageText.CARD_CLAIM.text(mapping.isEmpty() ? kind : "mapping", PlainText.line(mapping));
  }

  /** Processor and memory in the last minutes; empty if they are not known. */
  List<Card.Meter> meters(Vm vm) {
    List<Usage> samples = usage.apply(vm.id());
    if (samples.size() < FEWEST) {
      return List.of();
    }
    Usage last = samples.get(samples.size() - 1);
    long memory = Math.max(1, vm.memoryBytes());
    return List.of(
        new Card.Meter(
            PageText.CARD_CPU.text(),
            PageText.CARD_PERCENT.text(Long.toString(Math.round(last.cpuPercent()))),
            samples.stream().map(sample -> percent(sample.cpuPercent())).toList()),
        new Card.Meter(
            PageText.CARD_MEMORY.text(),
            PageText.CARD_OF.text(
                Bytes.part(last.memoryBytes(), vm.memoryBytes()), Bytes.text(vm.memoryBytes())),
            samples.stream()
                .map(sample -> percent(100.0 * sample.memoryBytes() / memory))
                .toList()));
  }

  private static int percent(double value) {
    return (int) Math.round(Math.max(0, Math.min(100, value)));
  }
}
