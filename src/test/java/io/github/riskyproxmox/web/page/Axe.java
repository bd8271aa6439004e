package io.github.riskyproxmox.web.page;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs axe-core on several pages at the same time. {@link AxeBuilder} runs them one after the other
 * and transfers all passed checks, which takes most of its time. Checks only the first fifty
 * visible cards, because all are alike and a thousand would take a minute.
 */
final class Axe {
  private static final String SCRIPT = AxeBuilder.getAxeScript();
  private static final String BEGIN =
      "() => { const more = [...document.querySelectorAll('.card')]"
          + ".filter(card => card.checkVisibility()).slice(50);"
          + " more.forEach(card => card.style.display = 'none');"
          + " window.examined = axe.run({resultTypes: ['violations'], preload: {assets: ['media']}})"
          + ".then(found => found.violations.map(rule => rule.id + ' (' + rule.help + '): '"
          + " + rule.nodes.map(node => node.html + ' ' + node.failureSummary).join('; ')))"
          + ".finally(() => more.forEach(card => card.style.display = '')) }";

  private Axe() {}

  /** What is wrong, for each page by its name; an empty list where nothing is. */
  static Map<String, List<String>> violations(Map<String, Page> pages) {
    for (Page page : pages.values()) {
      if (!(boolean) page.evaluate("typeof window.axe === 'object'")) {
        page.evaluate("() => {" + SCRIPT + "}");
      }
      page.evaluate(BEGIN);
    }
    Map<String, List<String>> found = new LinkedHashMap<>();
    pages.forEach((name, page) -> found.put(name, strings(page.evaluate("window.examined"))));
    return found;
  }

  private static List<String> strings(Object list) {
    return ((List<?>) list).stream().map(String::valueOf).toList();
  }
}
