package io.github.riskyproxmox.web.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Small notes that are expensive to render: known bad inputs of Markdown and HTML parsers with a
 * given length, and random combinations of them.
 */
final class Costly {
  private static final List<String> PIECES =
      List.of(
          "[",
          "]",
          "](",
          "![",
          "(",
          ")",
          "*",
          "**",
          "_",
          "~~",
          "`",
          "``",
          "<",
          ">",
          "<b>",
          "<i>",
          "</b>",
          "<p>",
          "<div>",
          "</div>",
          "<a href='https://x'>",
          "</a>",
          "<!--",
          "-->",
          "<table>",
          "<td>",
          "<li>",
          "<ul>",
          "|",
          "-|-\n",
          "|a|\n",
          "\n",
          "\n\n",
          "> ",
          "- ",
          "1. ",
          "    ",
          "# ",
          "&amp;",
          "&#0;",
          "\\",
          "https://x ",
          "www.x.y ",
          "a@b.c ",
          "[a]: b\n",
          "[a]",
          "a",
          " ",
          "\t",
          "<pre>",
          "<script>",
          "<style>",
          "<img alt='",
          "'",
          "\"",
          "<svg>",
          "<?",
          "<![CDATA[",
          "===\n",
          "---\n",
          "```\n",
          "\uD83D\uDE00",
          "\u202E",
          "\u0301");

  private Costly() {}

  /** The known ones, by name, each of about that many characters. */
  static Map<String, String> known(int size) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("wide table, short rows", wideTable(size));
    notes.put("many middling tables", filled(table(45, 45) + "\n", size));
    notes.put("table of one column", "|a|\n|-|\n" + filled("a\n", size));
    notes.put(
        "tables in quotes", filled("> " + table(40, 40).replace("\n", "\n> ") + "\n\n", size));
    notes.put(
        "uses of one link",
        "[a]: https://x/" + "y".repeat(size / 2) + "\n\n" + filled("[a] ", size / 2));
    notes.put(
        "uses of one picture",
        "[a]: https://x/" + "y".repeat(size / 2) + "\n\n" + filled("![a] ", size / 2));
    notes.put(
        "uses of one title",
        "[a]: https://x '" + "&".repeat(size / 2) + "'\n\n" + filled("[a]", size / 2));
    notes.put("link definitions", definitions(size));
    notes.put("definitions of one label", filled("[a]: b\n", size));
    notes.put("nested brackets", "[".repeat(size / 2) + "a" + "]".repeat(size / 2));
    notes.put("open brackets", filled("[", size));
    notes.put("open links", filled("[a](", size));
    notes.put("open links with angles", filled("[a](<b", size));
    notes.put("open pictures", filled("![", size));
    notes.put("links in links", "[".repeat(size / 8) + "a" + "](b)".repeat(size / 8));
    notes.put("pictures in pictures", "![".repeat(size / 8) + "a" + "](b)".repeat(size / 8));
    notes.put("long labels", filled("[" + "a ".repeat(490) + "]", size));
    notes.put("backslashes in brackets", filled("[\\\\", size));
    notes.put("emphasis open", filled("*a ", size));
    notes.put("emphasis mixed", filled("*a_ ", size));
    notes.put("emphasis nested", "*a **a ".repeat(size / 14) + "b" + "** a* ".repeat(size / 14));
    notes.put("emphasis closed", filled("a**b" + "c* ", size));
    notes.put("one run of stars", "a" + "*".repeat(size) + "b");
    notes.put("stars before and behind", "*".repeat(size / 2) + "a" + "*".repeat(size / 2));
    notes.put("runs of all lengths", runs("*", size));
    notes.put("underscores", runs("_", size));
    notes.put("tildes", runs("~", size));
    notes.put("backticks of all lengths", runs("`", size));
    notes.put("backticks downwards", backwards(size));
    notes.put("quotes in quotes", ">".repeat(size));
    notes.put("quotes with text", filled(">".repeat(50) + " a\n", size));
    notes.put("lazy quotes", filled("> > > > a\na\n", size));
    notes.put("lists in lists", filled("- ", size) + "x");
    notes.put("numbered lists", filled("1. ", size) + "x");
    notes.put("list indentation", indented(size));
    notes.put("list and quote", filled("> - ", size));
    notes.put("empty items", filled("-\n", size));
    notes.put("items and blank lines", filled("- a\n\n\n", size));
    notes.put("headings", filled("# a\n", size));
    notes.put("underlined", filled("a\n=\n", size));
    notes.put("rules", filled("***\n", size));
    notes.put("paragraphs", filled("a\n\n", size));
    notes.put("blank lines", "a" + "\n".repeat(size) + "b");
    notes.put("breaks", filled("\\\n", size));
    notes.put("spaces", "a" + " ".repeat(size) + "b");
    notes.put("tabs", filled("\t", size) + "a");
    notes.put("open fences", filled("```\na\n", size));
    notes.put("fence never closed", "```\n" + filled("a\n", size));
    notes.put("code by indentation", filled("    a\n\n", size));
    notes.put("addresses", filled("https://x.yz ", size));
    notes.put("addresses without space", filled("https://x.yz/(", size));
    notes.put("one long address", "https://x.yz/" + filled("a", size));
    notes.put("www", filled("www.", size));
    notes.put("at signs", filled("a@", size));
    notes.put("mail", filled("a@b.cd ", size));
    notes.put("dots", "a@" + filled("b.", size));
    notes.put("angle addresses", filled("<https://x>", size));
    notes.put("open angles", filled("<", size));
    notes.put("open angle tags", filled("<a ", size));
    notes.put("open attributes", "a <a " + filled("b='c' ", size));
    notes.put("open quotes", filled("<a b='", size));
    notes.put("comment never closed", "<!-- " + filled("a ", size));
    notes.put("comments never closed", filled("a <!-- ", size));
    notes.put("comments", filled("<!---->", size));
    notes.put("comment ends", filled("<!-->", size));
    notes.put("instructions", filled("a <?", size));
    notes.put("declarations", filled("a <!A ", size));
    notes.put("sections", filled("a <![CDATA[", size));
    notes.put("entities", filled("&amp;", size));
    notes.put("open entities", filled("&", size));
    notes.put("unknown entities", filled("&aaaaaaaaaaaaaaaaaaaaaaaaaaa;", size));
    notes.put("ampersands in code", "`" + filled("&", size) + "`");
    notes.put("quotation marks", filled("\"", size));
    notes.put("long entities", filled("&CounterClockwiseContourIntegral;", size));
    notes.put("one long line", filled("a ", size));
    notes.put("one long word", filled("a", size));
    notes.put("short lines", filled("a\n", size));
    notes.put("emoji", filled("\uD83D\uDE00", size));
    notes.put("three bytes a character", filled("\u20AC", size));
    notes.put("half surrogates", filled("\uD83D", size));
    notes.put("accents", "a" + filled("\u0301", size));
    notes.put("escapes", filled("\\*", size));
    notes.put("block tags", filled("<div>", size));
    notes.put("block tags with text", filled("<div>a", size));
    notes.put("formatting tags", filled("<b>", size) + "a");
    notes.put(
        "formatting tags over blocks", "<b><i><u><s>".repeat(size / 24) + filled("<p>a", size / 2));
    notes.put(
        "formatting tags in one line", "a " + "<b>".repeat(size / 6) + filled("<p>a", size / 2));
    notes.put("tables in tables", filled("<table><tr><td>", size));
    notes.put("lists in HTML", filled("<ul><li>", size));
    notes.put("cells without a table", filled("<td>a", size));
    notes.put("closing tags", filled("</div>", size));
    notes.put("crossed tags", filled("<b><i></b></i>", size));
    notes.put("links in HTML", filled("<a href='https://x'>", size));
    notes.put("closed links in HTML", filled("<a href='https://x'>a</a>", size));
    notes.put("pictures in HTML", filled("<img alt='a'>", size));
    notes.put("pictures with a long text", filled("<img alt='" + "&lt;".repeat(60) + "'>", size));
    notes.put("headings in HTML", filled("<h1>", size));
    notes.put("select", filled("<select><option>", size));
    notes.put("script never closed", "<script>" + filled("a<", size));
    notes.put("scripts never closed", filled("<script>", size));
    notes.put("text areas", filled("<textarea>", size));
    notes.put("foreign elements", filled("<svg><math>", size));
    notes.put("long names of tags", "<" + filled("a", size) + ">");
    notes.put("moustaches", filled("{{", size));
    notes.put("data picture", "![a](data:image/png;base64," + filled("A", size) + ")");
    notes.put("data pictures never closed", filled("![a](data:image/png;base64,", size));
    notes.put("task boxes", filled("- [x] a\n", size));
    notes.put("striking", filled("~~a~~ ", size));
    return notes;
  }

  /** One made by chance, the same for the same seed. */
  static String random(long seed, int size) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    List<String> some = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      some.add(PIECES.get(random.nextInt(PIECES.size())));
    }
    boolean inTurn = random.nextBoolean();
    for (int i = 0; text.length() < size; i++) {
      text.append(some.get(inTurn ? i % some.size() : random.nextInt(some.size())));
      if (random.nextInt(200) == 0) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString();
  }

  /** A short head and many rows that the parser fills up. */
  static String wideTable(int size) {
    int columns = size / 6;
    return "a|".repeat(columns) + "\n" + "-|".repeat(columns) + "\n" + "a\n".repeat(columns);
  }

  private static String table(int columns, int rows) {
    return "|" + "a|".repeat(columns) + "\n|" + "-|".repeat(columns) + "\n" + "a\n".repeat(rows);
  }

  private static String definitions(int size) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < size / 2; i++) {
      text.append("[").append(i).append("]: /").append(i).append("\n");
    }
    for (int i = 0; text.length() < size; i++) {
      text.append("[").append(i).append("]");
    }
    return text.toString();
  }

  private static String runs(String sign, int size) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; text.length() < size; i++) {
      text.append("e").append(sign.repeat(i));
    }
    return text.toString();
  }

  private static String backwards(int size) {
    StringBuilder text = new StringBuilder();
    for (int i = (int) Math.sqrt(2.0 * size); i > 0; i--) {
      text.append("e").append("`".repeat(i));
    }
    return text.toString();
  }

  private static String indented(int size) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < size; i++) {
      text.append("  ".repeat(i)).append("* a\n");
    }
    return text.toString();
  }

  private static String filled(String piece, int size) {
    return piece.repeat(Math.max(1, size / piece.length()));
  }
}
