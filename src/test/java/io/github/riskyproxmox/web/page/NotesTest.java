package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotesTest {
  private final Notes notes = new Notes();

  @Test
  void markdownIsDrawn() {
    assertEquals(
        "<p><strong>Living-room PC.</strong> Steam</p>", notes.html("**Living-room PC.** Steam"));
  }

  @Test
  void theFrontMatterIsNotShown() {
    assertEquals("<p>Games.</p>", notes.html("---\nicon: gamepad\n---\nGames."));
    assertEquals("<p>Games.</p>", notes.html("icon: gamepad\n\nGames."));
    assertEquals("", notes.html("icon: gamepad\n"));
    assertEquals("<p>x</p>\n<p>icon: gamepad</p>", notes.html("x\n\nicon: gamepad"));
  }

  @Test
  void aLinkOpensInANewTabWithoutReferrer() {
    String html = notes.html("see https://example.org/a?b=1&c=2");

    assertTrue(html.contains("target=\"_blank\""), html);
    assertTrue(html.contains("noopener") && html.contains("noreferrer"), html);
    assertTrue(html.contains("nofollow"), html);
  }

  @Test
  void tablesTaskListsAndStrikethroughAreDrawn() {
    String table = notes.html("| a | b |\n|:--|--:|\n| 1 | 2 |");
    assertTrue(table.contains("<td align=\"right\">2</td>"), table);
    String tasks = notes.html("- [x] done\n- [ ] open\n- ~~gone~~");
    assertTrue(tasks.contains("\u2611 done") && tasks.contains("\u2610 open"), tasks);
    assertTrue(tasks.contains("<del>gone</del>"), tasks);
  }

  @Test
  void htmlInMarkdownIsRenderedWithoutScriptsAndStyles() {
    assertEquals(
        "<p>a <b>x</b> H<sub>2</sub>O <kbd>Ctrl</kbd> y</p>\n\n<div>\nz</div>",
        notes.html(
            "a <b class='x' style='color:red' id=page onclick=alert(1)>x</b> H<sub>2</sub>O"
                + " <kbd>Ctrl</kbd> <blink>y</blink>\n\n"
                + "<script>alert(1)</script><style>p{}</style>\n\n<div>\nz</div>"));
    assertEquals(
        "<ul><li>a</li></ul>",
        notes.html("<ul><li class='task'>a</li></ul>"),
        "no class of theirs");
  }

  @Test
  void theNotesOfTheCommunityScriptsAreDrawn() {
    String html =
        notes.html(
            """
            <div align='center'>
              <a href='https://Helper-Scripts.com' target='_blank' rel='noopener noreferrer'>
                <img src='https://raw.githubusercontent.com/x/logo-81x112.png' alt='Logo' \
            style='width:81px;height:112px;'/>
              </a>

              <h2 style='font-size: 24px; margin: 20px 0;'>Docker VM</h2>

              <p style='margin: 16px 0;'>
                <a href='https://ko-fi.com/x' target='_blank' rel='noopener noreferrer'>
                  <img src='https://img.shields.io/badge/&#x2615;-Buy us a coffee-blue' \
            alt='spend Coffee' />
                </a>
              </p>

              <span style='margin: 0 10px;'>
                <i class="fa fa-github fa-fw" style="color: #f5f5f5;"></i>
                <a href='https://github.com/x' target='_blank' rel='noopener noreferrer' \
            style='text-decoration: none; color: #00617f;'>GitHub</a>
              </span>
            </div>
            """);

    assertEquals(
        """
        <div align="center">
          <a href="https://Helper-Scripts.com" A>Logo</a>
          <h4>Docker VM</h4>
          <p>
            <a href="https://ko-fi.com/x" A>spend Coffee</a></p>
            <i></i>
            <a href="https://github.com/x" A>GitHub</a>
        </div>
        """
            .replaceAll("\\s+", " ")
            .strip()
            .replace(" A>", " target=\"_blank\" rel=\"noopener noreferrer nofollow\">"),
        html.replaceAll("\\s+", " ").replaceAll(" (?=</(?:p|a)>)", ""));
  }

  @Test
  void aPictureInHtmlLeavesItsText() {
    assertEquals("<p>a cat b</p>", notes.html("a <img src='https://x/a.png' alt='cat'> b"));
    assertEquals("<p>a alt b</p>", notes.html("a <img src=alt alt='alt'> b"));
    assertEquals("<p>a  b</p>", notes.html("a <img src='https://x/a.png'> b"));
    assertEquals(
        "<p>&lt;script&gt;</p>", notes.html("<p><img alt='<script>' src=x onerror=alert(1)></p>"));
    assertTrue(
        notes
            .html("<p><a href='https://x'><img src='https://y'></a></p>")
            .contains(">picture</a>"));
  }

  @Test
  void aPictureInALinkLeavesTheLink() {
    String html = notes.html("[![build](https://badge.example/a.svg)](https://ci.example/)");

    assertTrue(html.matches("<p><a href=\"https://ci.example/\"[^>]*>build</a></p>"), html);
  }

  @Test
  void anAddressInALinkOfHtmlMakesNoEmptyLink() {
    String html = notes.html("see <a href='https://x.example/'>https://x.example/</a> now");

    assertEquals(1, html.split("<a ", -1).length - 1, html);
    assertTrue(html.endsWith(">https://x.example/</a> now</p>"), html);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "![logo](data:image/png;base64,DATA)",
        "![logo](data:image/png;base64,DATA\nDATA)",
        "![logo][a]\n\n[a]: data:image/png;base64,DATA",
        "<img alt='logo' src='data:image/png;base64,DATA'>",
        "<img alt='logo' src='data:image/png;base64,DATA",
        "logo data:image/svg+xml;charset=utf-8;base64,DATA end",
      })
  void theDataOfAnEmbeddedImageIsNotShown(String markdown) {
    String html = notes.html(markdown.replace("DATA", "iVBORw0KGgo/+AAA".repeat(40)));

    assertFalse(html.contains("iVBORw0KGgo"), html);
    assertTrue(html.contains("logo"), html);
  }

  @Test
  void detailsElementsAreShownOpen() {
    assertEquals(
        "<div><p><strong>more</strong></p>it</div>",
        notes.html("<details><summary>more</summary>it</details>"));
  }

  @Test
  void headingsComeBelowThatOfTheCard() {
    assertEquals("<h4>a</h4>\n<h4>b</h4>", notes.html("# a\n\n<h1>b</h1>"));
  }

  @Test
  void aPictureIsALinkToIt() {
    String html = notes.html("![cat](https://example.org/cat.png)");

    assertFalse(html.contains("<img"), html);
    assertTrue(
        html.contains("href=\"https://example.org/cat.png\"") && html.contains(">cat<"), html);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[x](file:///etc/passwd)",
        "[x](&#106;avascript:alert(1))",
        "[x]( java\nscript:alert(1))"
      })
  void noOtherSchemeBecomesALink(String markdown) {
    assertFalse(
        notes.html(markdown).matches("(?is).*href=\"(?!https?:|mailto:).*"), notes.html(markdown));
  }

  @Test
  void knownAttacksBecomeOnlyTextAndLinks() throws Exception {
    for (String text : Hostile.texts()) {
      String html = notes.html(text);
      // The sanitizer separates "{{" by an empty comment, so that no template engine evaluates it.
      String elements = html.replace("<!-- -->", "").replaceAll("(?s)>[^<]*", ">");
      assertFalse(
          elements.matches(
              "(?is).*<(?!/?(p|br|hr|div|strong|b|em|i|u|s|del|ins|mark|small|sup|sub|kbd|samp|code|pre"
                  + "|blockquote|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|th|td|a|h4)\\b).*"),
          html);
      assertFalse(elements.matches("(?is).*<[^>]*\\s(on\\w+|style|src|id|name)\\s*=.*"), html);
      assertFalse(elements.matches("(?is).*href=\"(?!https?:|mailto:).*"), html);
    }
  }

  @Test
  void bidirectionalAndInvisibleCharactersAreRemoved() {
    assertEquals("<p>abc</p>", notes.html("a\u202Eb\u200B\u0007c"));
    assertEquals("<p>ab</p>", notes.html("a&#x202E;b&#8203;"));
    assertEquals("<p><b>ab</b></p>", notes.html("<p><b>a&#x202E;b&#x200b;</b></p>"));
    assertEquals("<p>ab</p>", notes.html("<p><img src=x alt='a&#x202E;b'></p>"));
    String link = notes.html("<p><a href='https://x/&#x202E;y'>z</a> [z](https://x/&#x202E;y)</p>");
    assertFalse(link.contains("\u202E") || link.contains("8238") || link.contains("202e"), link);
  }

  @Test
  void sixtyFourThousandCharactersOfNestingAreDrawnAllTheSame() {
    assertFalse(notes.html(">".repeat(65_536)).isEmpty());
    assertFalse(notes.html("[".repeat(65_536)).isEmpty());
    assertFalse(notes.html("*a ".repeat(21_000)).isEmpty());
    assertFalse(notes.html("- ".repeat(32_000) + "x").isEmpty());
  }

  @Test
  void theHtmlOfAnyNotesIsLimited() {
    for (int size : new int[] {1000, 6000, 8192}) {
      Costly.known(size).forEach((name, text) -> assertBounded(name + " of " + size, text));
    }
    assertBounded("a thousand columns and rows", Costly.wideTable(6000));
    for (int seed = 0; seed < 150; seed++) {
      assertBounded("seed " + seed, Costly.random(seed, 8192));
    }
  }

  private void assertBounded(String name, String text) {
    int bytes = BoundedText.bytes(notes.html(text));
    assertTrue(bytes <= 64 * 1024, name + ": " + bytes);
  }

  @Test
  void theBeginningOfTooLargeNotesIsShown() {
    String table = notes.html(Costly.wideTable(6000));
    String links =
        notes.html(
            "# <VMs> & more\n\n[a]: https://x/" + "y".repeat(4000) + "\n" + "[a]".repeat(1000));
    String shorter =
        notes.html("|" + "a|".repeat(90) + "\n|" + "-|".repeat(90) + "\n" + "a\n".repeat(90));

    assertTrue(table.startsWith("<p>a|a|a|"), table);
    assertTrue(table.length() < 2500 && table.contains("<em>Cut off: "), table);
    assertTrue(
        links.startsWith("<p># &lt;VMs&gt; &amp; more<br /><br />[a]: https://x/yyy"), links);
    assertTrue(links.contains("\u2026</p><p><em>Cut off: "), links);
    assertTrue(
        shorter.endsWith(
            "<em>Shown as plain text: with formatting these notes are too large.</em></p>"),
        shorter);
  }

  @Test
  void notesAboveProxmoxsLimitAreCut() {
    String most = "**a** " + "a ".repeat(4_092) + "a.";
    assertEquals(8_192, most.length());
    assertTrue(notes.html(most).startsWith("<p><strong>a</strong> a a"), most);
    assertFalse(notes.html(most).contains("<em>"));
    assertTrue(notes.html(most + ".").endsWith("<em>Cut off: these notes are too large.</em></p>"));
  }

  @Test
  void theNotesOfAllVmsTogetherAreBounded() {
    assertEquals(65_536, Notes.share(0));
    assertEquals(65_536, Notes.share(64));
    assertEquals(32_768, Notes.share(65));
    assertEquals(4096, Notes.share(1000));
    int share = Notes.share(1000);
    long bytes = 0;
    for (int i = 0; i < 1000; i++) {
      bytes += BoundedText.bytes(notes.html("**" + i + "** ".repeat(400), share));
      bytes += BoundedText.bytes(notes.html("<x".repeat(4000) + i, share));
    }
    assertTrue(bytes <= 2L * 4 * 1024 * 1024, "" + bytes);
    assertTrue(BoundedText.bytes(notes.html("\u20AC&\n".repeat(2000), 1024)) <= 1024);
  }
}
