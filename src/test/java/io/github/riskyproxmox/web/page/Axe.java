package io.github.riskyproxmox.web.page;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs axe-core on several pages at the same time. {@link AxeBuilder} runs on one page after the
 * other and also lists everything that passes, which takes most of its time. Only the first fifty
 * visible cards are examined: all are alike, and a thousand take a minute. The contrasts of an open
 * dialog are judged without the page: it is not seen through the dialog, but axe counts it. What
 * lies below the sticky header or beyond an edge at that moment is judged where it does not.
 */
final class Axe {
  private static final String SCRIPT = AxeBuilder.getAxeScript();
  private static final String BEGIN =
      """
      () => {
        const more = [...document.querySelectorAll('[data-place]')]
          .filter(card => card.checkVisibility()).slice(50);
        const under = document.querySelector('#page[inert]');
        const contrast = rule => rule.id === 'color-contrast';
        const run = options => axe.run(
          {resultTypes: ['violations', 'incomplete'], preload: {assets: ['media']}, ...options});
        const examine = async () => {
          const found = await run({});
          if (under) {
            under.style.visibility = 'hidden';
            found.incomplete = (await run({runOnly: ['color-contrast']})).incomplete;
          }
          const judgeable = node => ![...node.any, ...node.all, ...node.none].some(check =>
            ['bgOverlap', 'elmPartiallyObscured', 'elmPartiallyObscuring', 'outsideViewport']
              .includes(check.data && check.data.messageKey));
          const incomplete = found.incomplete.filter(contrast)
            .map(rule => ({...rule, nodes: rule.nodes.filter(judgeable)}))
            .filter(rule => rule.nodes.length);
          return [...found.violations, ...incomplete].map(rule => rule.id
            + ' (' + rule.help + '): '
            + rule.nodes.map(node => node.html + ' ' + node.failureSummary).join('; '));
        };
        more.forEach(card => card.style.display = 'none');
        window.examined = examine().finally(() => {
          more.forEach(card => card.style.display = '');
          under && (under.style.visibility = '');
        });
      }
      """;

  private Axe() {}

  /** The violations, and the contrasts that axe cannot judge, by the name of the page. */
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
