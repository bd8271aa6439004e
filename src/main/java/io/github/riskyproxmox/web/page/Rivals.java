package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What each VM cannot run beside: a VM that runs, or else those that do not. */
final class Rivals {
  /** With more than that many others it is not compared what each of them shares. */
  private static final int MOST_COMPARED = 8;

  private final SiteSnapshot site;
  private final CardFacts facts;
  private final List<Vm> order;
  private final List<Vm> now;
  private final Set<VmId> running;
  private final Map<VmId, Vm> byId;

  /**
   * Creates the rivals in that snapshot.
   *
   * @param order all VMs with a card
   * @param now those that run and that a launch may stop
   */
  Rivals(SiteSnapshot site, CardFacts facts, List<Vm> order, List<Vm> now) {
    this.site = site;
    this.facts = facts;
    this.order = order;
    this.now = now;
    this.running = now.stream().map(Vm::id).collect(Collectors.toSet());
    this.byId = order.stream().collect(Collectors.toMap(Vm::id, Function.identity()));
  }

  /** What that VM cannot run beside; {@link Card.Rival#NONE} if nothing is known. */
  Card.Rival of(Vm vm) {
    List<VmId> excluded = Optional.ofNullable(site.excludes().get(vm.id())).orElse(List.of());
    boolean many = excluded.size() > SiteSnapshot.MOST_EXCLUDED;
    if (!running.contains(vm.id())) {
      Optional<Vm> first =
          now.stream()
              .filter(other -> isOther(vm, other) && (many || excluded.contains(other.id())))
              .findFirst();
      if (first.isPresent()) {
        return running(vm, first.get());
      }
    }
    // With so many it is enough to name the first of them.
    List<Vm> others =
        many
            ? order.stream()
                .filter(other -> isOther(vm, other) && !running.contains(other.id()))
                .limit(1)
                .toList()
            : excluded.stream()
                .map(byId::get)
                .filter(Objects::nonNull)
                .filter(other -> isOther(vm, other) && !running.contains(other.id()))
                .toList();
    return others.isEmpty() ? Card.Rival.NONE : off(vm, others, many);
  }

  private static boolean isOther(Vm vm, Vm other) {
    return !other.id().equals(vm.id()) && other.node().equals(vm.node());
  }

  /** In the colour of the other, which lights the page. */
  private Card.Rival running(Vm vm, Vm other) {
    return new Card.Rival(
        facts.shared(vm.id(), other.id()),
        PlainText.line(other.name()),
        "",
        "vm hue-" + VmLook.of(other).hue());
  }

  private Card.Rival off(Vm vm, List<Vm> others, boolean many) {
    Vm first = others.get(0);
    List<String> shared =
        others.stream()
            .limit(MOST_COMPARED)
            .map(other -> facts.shared(vm.id(), other.id()))
            .distinct()
            .toList();
    boolean same = shared.size() == 1 && !many && others.size() <= MOST_COMPARED;
    String more = many ? PageText.CARD_MANY_MORE.text() : more(others.size() - 1);
    return new Card.Rival(
        same ? shared.get(0) : PageText.CARD_RIVAL.text(),
        PlainText.line(first.name()),
        more,
        "plain");
  }

  private static String more(int count) {
    return count == 0 ? "" : PageText.CARD_MORE_RIVALS.text(count);
  }
}
