package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.monitor.Scheduler;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The cards as HTML. A card is written again only if it changed, and all pages that ask at one
 * revision share the result.
 */
@ApplicationScoped
public class CardGrid {
  /** Times and curves on the cards may be this old; a page counts its times on by itself. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Notes notes;
  private final CardFacts facts;
  private final Supplier<Instant> clock;
  private Drawn kept = new Drawn("", 0, Instant.MIN, List.of(), Optional.empty());

  /** Creates a grid with those facts. */
  @Inject
  public CardGrid(Notes notes, CardFacts facts, Scheduler scheduler) {
    this(notes, facts, scheduler::steady);
  }

  CardGrid(Notes notes, CardFacts facts, Supplier<Instant> clock) {
    this.notes = notes;
    this.facts = facts;
    this.clock = clock;
  }

  /**
   * A card with its HTML.
   *
   * @param card what it shows
   * @param html its HTML
   * @param changedAt the revision at which it was first drawn like this, times and curves aside
   */
  public record DrawnCard(Card card, String html, long changedAt) {}

  /**
   * All cards at one revision.
   *
   * @param epoch the epoch of the snapshot
   * @param revision its revision
   * @param at when they were drawn
   * @param cards all cards, in order
   * @param light the VM whose hue the page has; empty if none runs
   */
  public record Drawn(
      String epoch, long revision, Instant at, List<DrawnCard> cards, Optional<VmLook> light) {

    /** The cards of that section, in order. */
    List<DrawnCard> in(Card.Place place) {
      return cards.stream().filter(drawn -> drawn.card().place() == place).toList();
    }

    /** What a page of that revision does not show yet; what runs now is always new. */
    List<DrawnCard> changedAfter(long known) {
      return cards.stream()
          .filter(drawn -> drawn.changedAt() > known || drawn.card().place() == Card.Place.NOW)
          .toList();
    }
  }

  /** The cards of that snapshot, or of a newer one that another page has asked for. */
  synchronized Drawn of(SiteSnapshot site) {
    Instant now = clock.get();
    boolean sameRun = kept.epoch().equals(site.epoch());
    boolean current = sameRun && kept.revision() == site.revision();
    if (sameRun && kept.revision() > site.revision()
        || current && now.isBefore(kept.at().plus(FRESH))) {
      return kept;
    }
    Map<Integer, DrawnCard> before = new HashMap<>();
    if (sameRun) {
      kept.cards().forEach(drawn -> before.put(drawn.card().vmid(), drawn));
    }
    Cards cards = new Cards(site, notes, facts);
    List<DrawnCard> drawn = new ArrayList<>();
    for (Card card : cards.all()) {
      drawn.add(drawn(card, Optional.ofNullable(before.get(card.vmid())), site.revision()));
    }
    kept = new Drawn(site.epoch(), site.revision(), now, List.copyOf(drawn), cards.light());
    return kept;
  }

  private static DrawnCard drawn(Card card, Optional<DrawnCard> before, long revision) {
    if (before.filter(known -> known.card().equals(card)).isPresent()) {
      return before.get();
    }
    long changedAt =
        before
            .filter(known -> known.card().timeless().equals(card.timeless()))
            .map(DrawnCard::changedAt)
            .orElse(revision);
    return new DrawnCard(card, CardRenderer.html(card), changedAt);
  }
}
