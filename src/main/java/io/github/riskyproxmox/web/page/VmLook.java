package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.vm.Vm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a VM looks like on the page, besides its state.
 *
 * @param icon the name of a symbol: {@code windows}, {@code linux}, {@code mac}, {@code gamepad},
 *     {@code nas}, {@code monitor}, {@code home}, {@code router}, {@code chip} or {@code box}
 * @param hue 0 to 23, in steps of 15 degrees of OKLCH
 */
public record VmLook(String icon, int hue) {
  /** Of a VM that does not exist any more. */
  static final VmLook UNKNOWN = new VmLook("box", 0);

  /** The number of hues. */
  static final int HUES = 24;

  private static final double STEP = 360.0 / HUES;

  private static final String BOX = "box";
  private static final String LINUX = "linux";
  private static final String WINDOWS = "windows";

  /** What a VM is for, best first: each icon with the words that mean it. */
  private static final List<Map.Entry<String, Set<String>>> USES =
      List.of(
          icon(
              "gamepad",
              "steam steamos game games gaming retro batocera bazzite retropie recalbox"),
          icon(
              "nas",
              "nas truenas freenas omv openmediavault unraid synology archive plex jellyfin"),
          icon("router", "router firewall opnsense pfsense openwrt vyos ipfire routeros"),
          icon("home", "homeassistant home-assistant haos hass hassio openhab"),
          icon("monitor", "kiosk dashboard tv signage"),
          icon("chip", "ml llm llama ollama cuda gpu-compute rocm jupyter"));

  private static final List<Map.Entry<String, Set<String>>> SYSTEMS =
      List.of(
          icon("mac", "mac macos osx hackintosh"),
          icon(WINDOWS, "win windows winserver"),
          icon(
              LINUX,
              "linux ubuntu kubuntu debian fedora arch archlinux manjaro endeavouros mint pop popos"
                  + " zorin centos rocky alma almalinux rhel suse opensuse nixos gentoo alpine kali"
                  + " parrot raspbian void slackware nobara cachyos"));

  private static final Set<String> ICONS =
      Stream.concat(Stream.concat(USES.stream(), SYSTEMS.stream()), Stream.of(Map.entry(BOX, "")))
          .map(Map.Entry::getKey)
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** {@code win11} is Windows. */
  private static final Pattern VERSION = Pattern.compile("(?<=\\p{L})\\d+$");

  private static final Pattern HUE_TAG = Pattern.compile("(?i)hue-(\\d{1,2})");

  /**
   * PVE's ostype of Windows (qemu-server, PVE/QemuServer.pm: wxp, w2k, w2k3, wvista, win7, ...).
   */
  private static final Pattern WINDOWS_TYPE = Pattern.compile("win\\d+|wxp|w2k\\d*|wvista");

  private static final Pattern LINUX_TYPE = Pattern.compile("l2[46]");

  private static Map.Entry<String, Set<String>> icon(String icon, String words) {
    return Map.entry(icon, Set.of(words.split(" ", -1)));
  }

  /**
   * The look of that VM: what the front matter of its notes says, else by the words of its name and
   * tags, else by its operating system.
   */
  static VmLook of(Vm vm) {
    FrontMatter said = FrontMatter.of(vm.notes().orElse(""));
    List<String> name = List.of(vm.name());
    List<String> tags = vm.tags().values();
    String icon =
        said.value("icon")
            .map(word -> word.toLowerCase(Locale.ROOT))
            .filter(ICONS::contains)
            .or(() -> named(USES, name))
            .or(() -> named(USES, tags))
            .or(() -> named(SYSTEMS, name))
            .or(() -> named(SYSTEMS, tags))
            .orElseGet(() -> vm.ref().isContainer() ? LINUX : system(vm.ostype().orElse("")));
    return new VmLook(icon, hue(said, tags).orElseGet(() -> hue(vm.name())));
  }

  private static Optional<String> named(
      List<Map.Entry<String, Set<String>>> groups, List<String> texts) {
    Set<String> words =
        texts.stream().flatMap(VmLook::words).collect(Collectors.toUnmodifiableSet());
    return groups.stream()
        .filter(group -> group.getValue().stream().anyMatch(words::contains))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The words of a text, without version numbers, and each two that follow each other. */
  private static Stream<String> words(String text) {
    List<String> words =
        Stream.of(BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT)))
            .map(word -> VERSION.matcher(word).replaceFirst(""))
            .toList();
    return Stream.concat(
        words.stream(),
        IntStream.range(1, words.size())
            .mapToObj(second -> words.get(second - 1) + "-" + words.get(second)));
  }

  private static String system(String ostype) {
    if (WINDOWS_TYPE.matcher(ostype).matches()) {
      return WINDOWS;
    }
    return LINUX_TYPE.matcher(ostype).matches() ? LINUX : BOX;
  }

  private static Optional<Integer> hue(FrontMatter said, List<String> tags) {
    return said.value("cover")
        .flatMap(VmLook::nearest)
        .or(() -> said.value("hue").flatMap(VmLook::step))
        .or(
            () ->
                tags.stream()
                    .map(HUE_TAG::matcher)
                    .filter(Matcher::matches)
                    .flatMap(tag -> step(tag.group(1)).stream())
                    .findFirst());
  }

  private static Optional<Integer> nearest(String cover) {
    String hex = cover.startsWith("#") ? cover.substring(1) : cover;
    return Srgb.parse(hex).flatMap(Srgb::hue).map(angle -> (int) Math.round(angle / STEP) % HUES);
  }

  private static Optional<Integer> step(String number) {
    return number.matches("\\d{1,2}")
        ? Optional.of(Integer.valueOf(number)).filter(step -> step < HUES)
        : Optional.empty();
  }

  /** The same name has the same hue on every server. */
  private static int hue(String name) {
    int hash = 7;
    for (int point : name.codePoints().toArray()) {
      hash = (hash * 69 + Character.toChars(point)[0]) % 65_521;
    }
    return hash % HUES;
  }
}
