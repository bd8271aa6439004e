package io.github.riskyproxmox.web.ui;

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
  void aLinkOpensInANewTabAndTellsTheOtherSideNothing() {
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
  void rawHtmlIsShownAsText() {
    String html = notes.html("a <b>x</b>\n\n<script>alert(1)</script>");

    assertFalse(html.contains("<script") || html.contains("<b>"), html);
    assertTrue(html.contains("&lt;script"), html);
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
  void noKnownVectorBecomesMoreThanTextAndLinks() throws Exception {
    for (String text : Hostile.texts()) {
      String html = notes.html(text);
      // The sanitiser itself parts "{{" by an empty comment, so that no template engine wakes up.
      String elements = html.replace("<!-- -->", "").replaceAll("(?s)>[^<]*", ">");
      assertFalse(
          elements.matches(
              "(?is).*<(?!/?(p|br|hr|strong|em|del|code|pre|blockquote|ul|ol|li|table|thead|tbody|tr"
                  + "|th|td|a|h4)\\b).*"),
          html);
      assertFalse(elements.matches("(?is).*<[^>]*\\s(on\\w+|style|src)\\s*=.*"), html);
      assertFalse(elements.matches("(?is).*href=\"(?!https?:|mailto:).*"), html);
    }
  }

  @Test
  void charactersThatTurnOrHideTextAreTakenOut() {
    assertEquals("<p>abc</p>", notes.html("a\u202Eb\u200B\u0007c"));
  }

  @Test
  void sixtyFourThousandCharactersOfNestingAreDrawnAllTheSame() {
    assertFalse(notes.html(">".repeat(65_536)).isEmpty());
    assertFalse(notes.html("[".repeat(65_536)).isEmpty());
    assertFalse(notes.html("*a ".repeat(21_000)).isEmpty());
    assertFalse(notes.html("- ".repeat(32_000) + "x").isEmpty());
  }
}
