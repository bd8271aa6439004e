package io.github.riskyproxmox.web.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the HTML of a card. A thousand cards of Faces components would cost ten times as much
 * (docs/adr/0024). Every text is escaped here, except the notes, which {@link Notes} makes safe.
 */
final class CardRenderer {
  private static final int CURVE_WIDTH = 120;
  private static final double CURVE_HEIGHT = 34;

  private CardRenderer() {}

  /** The HTML of that card. */
  static String html(Card card) {
    return switch (card.place()) {
      case NOW -> wide(card);
      case SWITCH -> usual(card);
      case ALWAYS -> small(card);
    };
  }

  private static String wide(Card card) {
    return article("hero", card)
        + "<div class=\"inside\">"
        + tile(card.look(), "tile big")
        + "<div class=\"body\"><div class=\"head\">"
        + state(card)
        + name(card)
        + "</div><div class=\"rest\"><div class=\"line\">"
        + facts(card)
        + tags(card)
        + "</div>"
        + lock(card)
        + notes(card)
        + rival(card)
        + "</div></div>"
        + meters(card.meters())
        + "<div class=\"actions\">"
        + button("button go", "power", PageText.CARD_STOP.text(), card)
        + moreWays("button more-ways", escape(PageText.CARD_MORE.text()), card)
        + "</div></div></article>";
  }

  private static String usual(Card card) {
    return article("card", card)
        + "<div class=\"above\">"
        + tile(card.look(), "tile")
        + "<div>"
        + name(card)
        + state(card)
        + facts(card)
        + "</div></div>"
        + lock(card)
        + tags(card)
        + notes(card)
        + rival(card)
        + "<div class=\"below\"><p class=\"facts\">"
        + use(card.use())
        + "</p>"
        + launch(card)
        + "</div></article>";
  }

  private static String small(Card card) {
    return article("small", card)
        + tile(card.look(), "tile")
        + "<div class=\"what\">"
        + name(card)
        + state(card)
        + facts(card)
        + lock(card)
        + tags(card)
        + notes(card)
        + "</div>"
        + moreWays("button square quiet more-ways", icon("dots"), card)
        + "</article>";
  }

  private static String article(String shape, Card card) {
    return fill(
            "<article id=\"vm-%d\" class=\"%s vm hue-%d is-%s%s\" data-vmid=\"%d\" data-place=\"%s\"",
            card.vmid(),
            shape,
            card.look().hue(),
            card.state().css(),
            card.inLaunch() ? " in-launch" : "",
            card.vmid(),
            card.place().name().toLowerCase(Locale.ROOT))
        + fill(
            " data-state=\"%s\" data-used=\"%d\" data-tags=\"%s\">",
            card.state().css(), card.use().at(), escape(card.tagText()));
  }

  private static String tile(VmLook look, String css) {
    return "<span class=\"" + css + "\">" + icon(look.icon()) + "</span>";
  }

  private static String name(Card card) {
    return "<h3 class=\"name\"><bdi>" + escape(card.name()) + "</bdi></h3>";
  }

  private static String state(Card card) {
    String since =
        card.since().isEmpty()
            ? ""
            : "<i class=\"since\" data-up=\""
                + card.startedAt()
                + "\">"
                + escape(card.since())
                + "</i>";
    return "<p class=\"state "
        + card.state().css()
        + "\">"
        + stateIcon(card.state())
        + "<span class=\"word\"><bdi>"
        + escape(card.word())
        + "</bdi></span>"
        + since
        + "</p>";
  }

  private static String stateIcon(CardState state) {
    return switch (state) {
      case RUNNING, PAUSED, ASLEEP, HIBERNATED, STOPPED, LOCKED, UNKNOWN -> icon(state.css());
      case CRASHED -> icon("alert");
      case POWERED_OFF -> icon("power");
      case STOPPING, STARTING -> icon("busy", "icon spin");
      case NEXT -> icon("busy");
    };
  }

  private static String facts(Card card) {
    return "<p class=\"facts\"><span class=\"vmid\">"
        + card.vmid()
        + "</span>"
        + card.facts().stream()
            .map(fact -> " \u00b7 <span>" + escape(fact) + "</span>")
            .collect(Collectors.joining())
        + "</p>";
  }

  private static String lock(Card card) {
    return card.lock().isEmpty()
        ? ""
        : "<p class=\"lock\">" + icon("locked") + "<bdi>" + escape(card.lock()) + "</bdi></p>";
  }

  private static String tags(Card card) {
    if (card.tags().isEmpty()) {
      return "";
    }
    return "<ul class=\"tags shape-"
        + escape(card.tagShape())
        + "\" aria-label=\""
        + escape(PageText.CARD_TAGS.text())
        + "\">"
        + card.tags().stream().map(CardRenderer::tag).collect(Collectors.joining())
        + "</ul>";
  }

  private static String tag(TagChip tag) {
    return fill(
        "<li class=\"tag\" title=\"%s\" data-bg=\"%s\" data-fg=\"%s\"><bdi>%s</bdi></li>",
        escape(tag.name()), tag.background(), tag.text(), escape(tag.name()));
  }

  private static String notes(Card card) {
    return card.notes().isEmpty()
        ? ""
        : "<div class=\"notes\"><div class=\"text\" dir=\"auto\">"
            + card.notes()
            + "</div><button type=\"button\" class=\"more\" hidden aria-expanded=\"false\">"
            + escape(PageText.CARD_NOTES_MORE.text())
            + "</button></div>";
  }

  private static String rival(Card card) {
    Card.Rival rival = card.rival();
    return rival.name().isEmpty()
        ? ""
        : fill(
            "<p class=\"clash %s\">%s<span>%s <b><bdi>%s</bdi></b>%s</span></p>",
            rival.css(),
            icon("gpu"),
            escape(rival.text()),
            escape(rival.name()),
            escape(rival.more()));
  }

  private static String use(Card.Use use) {
    String last =
        use.text().isEmpty()
            ? ""
            : "<span class=\"used\" data-used=\""
                + use.at()
                + "\">"
                + escape(use.text())
                + "</span>";
    String usual = use.usually().isEmpty() ? "" : "<span>" + escape(use.usually()) + "</span>";
    return last + usual;
  }

  private static String launch(Card card) {
    return card.verb().isEmpty()
        ? ""
        : fill(
            "<button type=\"button\" class=\"launch go\" aria-label=\"%s\">%s</button>",
            escape(card.verb() + " " + card.name()), escape(card.verb()));
  }

  private static String button(String css, String icon, String label, Card card) {
    return fill(
        "<button type=\"button\" class=\"%s\" aria-label=\"%s\">%s%s</button>",
        css, escape(label + " " + card.name()), icon(icon), escape(label));
  }

  private static String moreWays(String css, String content, Card card) {
    return fill(
        "<button type=\"button\" class=\"%s\" aria-haspopup=\"menu\" aria-label=\"%s\">%s</button>",
        css, escape(PageText.CARD_MORE_OF.text(card.name())), content);
  }

  private static String meters(List<Card.Meter> meters) {
    return meters.isEmpty()
        ? ""
        : "<dl class=\"meters\">"
            + meters.stream().map(CardRenderer::meter).collect(Collectors.joining())
            + "</dl>";
  }

  private static String meter(Card.Meter meter) {
    String points = points(meter.curve());
    return fill(
        "<div class=\"meter\"><dt>%s</dt><dd>%s</dd><dd class=\"curve-of\" aria-hidden=\"true\">"
            + "<svg viewBox=\"0 0 %d 34\" preserveAspectRatio=\"none\">"
            + "<path class=\"area\" d=\"M0 34 %s %d 34z\"/><path class=\"curve\" d=\"M%s\"/></svg>"
            + "</dd></div>",
        escape(meter.name()), escape(meter.value()), CURVE_WIDTH, points, CURVE_WIDTH, points);
  }

  private static String points(List<Integer> curve) {
    int last = Math.max(1, curve.size() - 1);
    return IntStream.range(0, curve.size())
        .mapToObj(
            i ->
                String.format(
                    Locale.ROOT,
                    "%d %.1f",
                    i * CURVE_WIDTH / last,
                    CURVE_HEIGHT - curve.get(i) * 0.32))
        .collect(Collectors.joining(" "));
  }

  private static String icon(String name) {
    return icon(name, "icon");
  }

  private static String icon(String name, String css) {
    return "<svg class=\""
        + css
        + "\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><use href=\"#i-"
        + name
        + "\"/></svg>";
  }

  private static String fill(String template, Object... values) {
    return String.format(Locale.ROOT, template, values);
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (char unit : text.toCharArray()) {
      switch (unit) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        default -> escaped.append(unit);
      }
    }
    return escaped.toString();
  }
}
