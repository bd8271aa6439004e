package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x0000, 0x001B, 0x0085, 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x180E, 0x200B,
        0x200E, 0x2028, 0x2029, 0x202E, 0x2060, 0x2066, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9,
        0x1D173, 0xE0001, 0xE0041, 0xE0100, 0xE01EF, 0xD800
      })
  void invisibleCharactersAreRemoved(int unseen) {
    assertEquals("ab", PlainText.of("a" + Character.toString(unseen) + "b"));
    assertEquals("\u2013", PlainText.line(Character.toString(unseen).repeat(3)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kiosk",
        "\u00E9t\u00E9",
        "e\u0301",
        "\uD83D\uDC68\u200D\uD83D\uDCBB",
        "\u2764\uFE0F",
        "\u0646\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
        "\u0E19\u0E49\u0E33",
        "\u05E9\u05C1\u05B8",
        "-",
        "_",
      })
  void normalTextIsNotChanged(String text) {
    assertEquals(text, PlainText.of(text));
    assertEquals(text, PlainText.line(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\t",
        "\u00A0",
        "\u3000",
        "\u200D",
        "\uFE0F",
        "\u0301",
        " \u200C \u2003"
      })
  void aLineIsNeverBlank(String text) {
    assertEquals("\u2013", PlainText.line(text));
  }

  @Test
  void excessAccentsAreRemoved() {
    assertEquals("a\u0301\u0301\u0301\u0301b", PlainText.of("a" + "\u0301".repeat(50) + "b"));
    assertEquals("a\u0301\u200D\u0301\u200Db", PlainText.of("a" + "\u0301\u200D".repeat(50) + "b"));
  }

  @Test
  void lineBreaksStayOnlyInMultiLineText() {
    assertEquals("a\nb\tc", PlainText.of("a\nb\tc"));
    assertEquals("a b c", PlainText.line(" a\nb\u2003\u00A0c "));
  }
}
