package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.riskyproxmox.domain.vm.TagStyle;
import io.github.riskyproxmox.domain.vm.Tags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tags as Proxmox's own page orders and colours them (pve-api.md §8). */
class TagChipTest {
  @Test
  void theOrderingConfigKeepsTheOrderOfTheVm() {
    TagStyle configured = new TagStyle("full", false, false, Map.of());
    assertEquals(List.of("windows", "gpu", "games"), names("windows;gpu;games", configured));
    assertEquals(List.of("games", "gpu", "windows"), names("windows;gpu;games", TagStyle.DEFAULT));
  }

  @Test
  void caseSensitiveTagsOfOneNameAreTwoTags() {
    TagStyle sensitive = new TagStyle("full", true, true, Map.of());
    assertEquals(List.of("gpu", "GPU", "Linux"), names("Linux;GPU;gpu", sensitive));
    List<TagChip> chips = TagChip.of(Tags.parse("GPU;gpu"), sensitive);
    assertNotEquals(chips.get(0).background(), chips.get(1).background());
  }

  @Test
  void aColorMapNamesTheExactTag() {
    TagStyle mapped =
        new TagStyle(
            "full",
            true,
            true,
            Map.of("GPU", new TagStyle.Override("ff0000", Optional.of("ffffff"))));
    List<TagChip> chips = TagChip.of(Tags.parse("GPU;gpu"), mapped);
    TagChip plain = chips.get(0);
    assertEquals("gpu", plain.name());
    assertEquals(
        plain.background(), TagChip.of(Tags.parse("gpu"), TagStyle.DEFAULT).get(0).background());
    assertNotEquals(
        chips.get(1).background(),
        TagChip.of(Tags.parse("GPU"), TagStyle.DEFAULT).get(0).background());
  }

  @Test
  void noneMeansNone() {
    assertEquals(List.of(), names("gpu", new TagStyle("none", true, false, Map.of())));
  }

  private static List<String> names(String tags, TagStyle style) {
    return TagChip.of(Tags.parse(tags), style).stream().map(TagChip::name).toList();
  }
}
