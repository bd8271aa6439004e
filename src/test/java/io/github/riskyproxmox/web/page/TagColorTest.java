package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.vm.TagStyle;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagColorTest {

  @ParameterizedTest
  @CsvSource({
    "games, 196.9, 175.2, 213.7, #000",
    "gpu, 92.6, 254.3, 147.2, #000",
    "linux, 143, 139.5, 187.1, #000",
    "windows, 153.5, 129.7, 116.4, #000",
    "slow, 241.7, 191.3, 157, #000"
  })
  void aTagHasTheBackgroundProxmoxGivesItAndTheTextThatContrastsMore(
      String tag, double red, double green, double blue, String text) {
    assertArrayEquals(new double[] {red, green, blue}, TagColor.rgb(tag), 1e-9);
    assertEquals(text, TagColor.of(tag, TagStyle.DEFAULT).text());
  }

  @Test
  void aColorMapEntryReplacesTheBackgroundAndItsThirdPartTheText() {
    TagStyle style =
        new TagStyle(
            "full",
            true,
            false,
            Map.of(
                "games", new TagStyle.Override("ff0000", Optional.of("000033")),
                "linux", new TagStyle.Override("ffffff", Optional.empty())));

    assertEquals("#ff0000", TagColor.of("games", style).background());
    assertEquals("#000033", TagColor.of("games", style).text());
    assertEquals("#ffffff", TagColor.of("linux", style).background());
    assertEquals("#000", TagColor.of("linux", style).text());
  }

  @Test
  void theTextOfAnyTagContrastsEnough() {
    for (int i = 0; i < 5000; i++) {
      String tag = "tag-" + i;
      double[] text =
          TagColor.of(tag, TagStyle.DEFAULT).text().equals("#fff")
              ? new double[] {255, 255, 255}
              : new double[] {0, 0, 0};
      double contrast = TagColor.contrast(text, TagColor.rgb(tag));
      assertTrue(contrast >= 4.58, tag + ": " + contrast);
    }
  }

  @Test
  void theContrastIsThatOfWcag() {
    assertEquals(21, TagColor.contrast(new double[3], new double[] {255, 255, 255}), 1e-9);
    assertEquals(
        4.48, TagColor.contrast(new double[] {119, 119, 119}, new double[] {255, 255, 255}), 0.01);
    assertEquals(
        3.18, TagColor.contrast(new double[] {255, 255, 255}, TagColor.rgb("linux")), 0.01);
  }

  @Test
  void aConfiguredTextColourThatContrastsTooLittleIsReplaced() {
    TagStyle style =
        new TagStyle(
            "full",
            true,
            false,
            Map.of(
                "faint", new TagStyle.Override("ffffff", Optional.of("777777")),
                "clear", new TagStyle.Override("ffffff", Optional.of("767676"))));

    assertEquals("#000", TagColor.of("faint", style).text());
    assertEquals("#767676", TagColor.of("clear", style).text());
  }

  @Test
  void theColorMapIsCaseSensitive() {
    TagStyle style =
        new TagStyle(
            "full", true, false, Map.of("GPU", new TagStyle.Override("000000", Optional.empty())));

    assertEquals(
        TagColor.of("gpu", TagStyle.DEFAULT).background(), TagColor.of("gpu", style).background());
  }

  @Test
  void anInvalidColourIsIgnored() {
    TagStyle style =
        new TagStyle(
            "full",
            true,
            false,
            Map.of("gpu", new TagStyle.Override("red;x:url(y)", Optional.empty())));

    assertEquals(TagColor.of("gpu", TagStyle.DEFAULT), TagColor.of("gpu", style));
  }
}
