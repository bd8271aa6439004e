package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What hostile text has done to pages: dialogs opened, addresses loaded. */
final class HarmfulHtml {
  private static final String STRANGERS =
      "[...document.querySelectorAll('[data-place] *, #panel *, .plan *, #alarms *, .was"
          + " *')].filter(e => !e.matches('.how input[data-each]') &&"
          + " /^(script|img|iframe|object|embed|form|input|style|link|meta|base|video|audio|math|marquee|select|textarea|template|body|image|frame)$/i.test(e.localName)"
          + " || (e.localName === 'svg' && !e.matches('.icon, .meter svg')) || (e.localName ==="
          + " 'details' && !e.matches('.whole, .said, .instead')) || [...e.attributes].some(a =>"
          + " a.name.startsWith('on')) || (e.localName === 'a' && !e.matches('.choice') &&"
          + " !/^(https?|mailto):/.test(e.getAttribute('href')))).map(e => e.outerHTML.slice(0,"
          + " 120))";

  /** In text, in what screen readers are told, in the browser's tab. */
  private static final String UNSEEN =
      "[document.title, ...[...document.querySelectorAll('main, main *, .plan, .plan *')].flatMap("
          + "e => [...[...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data),"
          + " ...[...e.attributes].map(a => a.value)])].filter(t =>"
          + " /[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u200b\\u200e\\u200f"
          + "\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180e\\u2800"
          + "\\u3164\\uffa0\\u{e0000}-\\u{e0fff}]/u.test(t)).map(t => t.slice(0, 120))";

  private final PageWorld world;
  private final List<String> dialogs = Collections.synchronizedList(new ArrayList<>());
  private final List<String> elsewhere = Collections.synchronizedList(new ArrayList<>());

  HarmfulHtml(PageWorld world) {
    this.world = world;
  }

  /** Watches that page from now on. */
  void watch(Page page) {
    page.onDialog(
        dialog -> {
          dialogs.add(dialog.message());
          dialog.dismiss();
        });
    page.onRequest(
        request -> {
          if (!request.url().startsWith(world.agent().url().toString())) {
            elsewhere.add(request.url());
          }
        });
  }

  /** No text has run, became an element, hides, leaves its box or was loaded from elsewhere. */
  void assertNoneTo(Page page) {
    assertEquals(List.of(), page.evaluate(STRANGERS));
    assertEquals(List.of(), page.evaluate(UNSEEN));
    assertEquals(
        List.of(),
        page.evaluate(
            "document.documentElement.scrollWidth <= innerWidth ? []"
                + " : [...document.body.querySelectorAll('*')].filter(e => e.checkVisibility()"
                + " && e.getBoundingClientRect().right > innerWidth + 1)"
                + ".map(e => e.outerHTML.slice(0, 80)).slice(0, 9)"),
        "a box burst");
    assertEquals("undefined", page.evaluate("typeof pwned"));
    assertEquals(List.of(), dialogs);
    assertEquals(List.of(), elsewhere);
    assertEquals(List.of(), world.complaints());
  }
}
