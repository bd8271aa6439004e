package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontMatterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "---\nicon: gamepad\ncover: \"#3355aa\"\n---\nText",
        "\n---\r\nIcon:  gamepad \r\ntitle: Living room\r\nempty:\r\ncover: #3355aa\r\n---\r\nText",
        "icon: gamepad\ncover: #3355aa\nText",
        "ICON: 'gamepad'\nCover:#3355aa\nText"
      })
  void iconAndCoverAreReadAndTheRestIsTheText(String notes) {
    FrontMatter read = FrontMatter.of(notes);

    assertEquals(Optional.of("gamepad"), read.value("icon"));
    assertEquals(Optional.of("#3355aa"), read.value("cover"));
    assertEquals(Optional.empty(), read.value("hue"));
    assertEquals("Text", read.removedFrom(notes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Text",
        "---",
        "---\n---",
        "---\nicon: gamepad",
        "---\nicon: gamepad\nNo pair.\n---\nText",
        "---\nBackup: at 02:00\n---\nText",
        "Icon: see the page of the vendor",
        "Text\nicon: gamepad",
        "icons: gamepad",
        "cover: red blue",
        "cover: <b>"
      })
  void otherNotesAreAllText(String notes) {
    FrontMatter read = FrontMatter.of(notes);

    assertEquals(Optional.empty(), read.value("icon"));
    assertEquals(notes, read.removedFrom(notes));
  }

  @Test
  void aLongBlockIsText() {
    String notes = "---\n" + "a: b\n".repeat(19) + "icon: gamepad\n---\n";
    assertEquals(notes, FrontMatter.of(notes).removedFrom(notes));

    String long1 = "---\nicon: " + "x".repeat(8000) + "\n---\n";
    assertEquals(long1, FrontMatter.of(long1).removedFrom(long1));
  }

  @Test
  void theFirstOfTwoValuesCounts() {
    assertEquals(Optional.of("nas"), FrontMatter.of("icon: nas\nicon: box\n").value("icon"));
  }
}
