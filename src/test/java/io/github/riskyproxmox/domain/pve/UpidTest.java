package io.github.riskyproxmox.domain.pve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task id is foreign text: what is accepted can be used, and stands in a path as one segment. */
class UpidTest {
  private static final List<String> NODES =
      List.of(
          "pve", "..", ".", "-", "a.b", "pve-1", "-pve", "pve-", "", "p".repeat(64), "p/x", "ä");
  private static final List<String> TYPES =
      List.of("qmstart", "vzdump", "a/b", "..", "", "%2f", "q\u0000m", "q?x", "push_file", "q#x");
  private static final List<String> IDS =
      List.of("101", "", "/", "..", "../../x", "%2e%2e", "a;b", "a\\b", "\u202Ex", "\u0001", "a?b");
  private static final List<String> USERS =
      List.of("root@pam", "launcher@pve!agent", "müller@ad", "a/b@pve", "x@y%2F", "", "\u007f@a");
  private static final String CHARACTERS = "aZ09._-/%\\?#;@!&=+~ :\u0000\u001f\u2028\u202eäß\n";

  @Test
  void itsPartsAreThoseThatProxmoxPrints() {
    Upid upid = new Upid("UPID:pve1:000000DC:0002A001:6B03AAB8:qmstart:100:launcher@pve!full:");

    assertEquals("pve1", upid.node().value());
    assertEquals(0x6B03AAB8L, upid.startEpochSecond());
    assertEquals("qmstart", upid.type());
    assertEquals("100", upid.id());
    assertEquals("launcher@pve!full", upid.user());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPID:..:000000DC:0002A001:6B03AAB8:qmshutdown:101:launcher@pve!agent:",
        "UPID:.:000000DC:0002A001:6B03AAB8:qmshutdown:101:launcher@pve!agent:",
        "UPID:a.b:000000DC:0002A001:6B03AAB8:qmshutdown:101:launcher@pve!agent:",
        "UPID:-:000000DC:0002A001:6B03AAB8:qmshutdown:101:launcher@pve!agent:",
        "UPID:pve:000000DC:0002A001:6B03AAB8:qmshutdown:/../101:launcher@pve!agent:",
        "UPID:pve:000000DC:0002A001:6B03AAB8:qm/shutdown:101:launcher@pve!agent:",
        "UPID:pve:000000DC:0002A001:6B03AAB8:qmshutdown:101:launcher/x@pve:",
        "UPID:pve:000000DC:0002A001:6B03AAB8:qmshutdown:1\u000001:launcher@pve:",
        "UPID:pve:000000DC:0002A001:6B03AAB8:qmshutdown:1\u202E01:launcher@pve:",
      })
  void whatCouldNotBeUsedIsNotAccepted(String text) {
    assertThrows(IllegalArgumentException.class, () -> new Upid(text));
  }

  @Test
  void oneLongerThanTheNameOfAFileIsNone() {
    String begin = "UPID:pve:000000DC:0002A001:6B03AAB8:qmshutdown:101:";
    String longest = begin + "u".repeat(255 - begin.length() - 1) + ":";

    assertEquals(longest, new Upid(longest).text());
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new Upid(begin + "u".repeat(100_000) + ":"));
    assertTrue(refused.getMessage().length() < 300, "the whole of it is repeated");
  }

  @Test
  void whateverIsAcceptedCanBeUsed() {
    Random random = new Random(16);
    int accepted = 0;
    for (int round = 0; round < 50_000; round++) {
      Optional<Upid> upid = upid(random);
      if (upid.isPresent()) {
        accepted++;
        check(upid.get());
      }
    }
    assertTrue(accepted > 500, "only " + accepted + " were accepted");
  }

  private static void check(Upid upid) {
    String node = upid.node().value();
    assertFalse(upid.type().isEmpty());
    assertFalse(upid.user().isEmpty());
    assertTrue(upid.id().length() < 256);
    assertTrue(upid.startEpochSecond() >= 0);
    URI uri =
        UriBuilder.fromUri("https://pve:8006/api2/json")
            .path("/nodes/{node}/tasks/{upid}/status")
            .build(node, upid.text());
    String[] segments = uri.getRawPath().split("/", -1);
    assertEquals(8, segments.length, uri.getRawPath());
    assertEquals(node, segments[4], uri.getRawPath());
    assertEquals("status", segments[7], uri.getRawPath());
    assertEquals(uri, uri.normalize());
    assertEquals(Optional.empty(), Optional.ofNullable(uri.getRawQuery()));
    assertEquals(Optional.empty(), Optional.ofNullable(uri.getRawFragment()));
  }

  private static Optional<Upid> upid(Random random) {
    List<String> parts = new ArrayList<>();
    parts.add("UPID");
    parts.add(one(random, NODES));
    parts.add("000000DC");
    parts.add(random.nextBoolean() ? "0002A001" : "F0002A001");
    parts.add(random.nextInt(4) == 0 ? "FFFFFFFF" : "6B03AAB8");
    parts.add(one(random, TYPES));
    parts.add(one(random, IDS));
    parts.add(one(random, USERS));
    parts.add("");
    try {
      return Optional.of(new Upid(String.join(":", parts)));
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    }
  }

  private static String one(Random random, List<String> known) {
    String text = known.get(random.nextInt(3) == 0 ? 0 : random.nextInt(known.size()));
    if (random.nextInt(4) > 0) {
      return text;
    }
    int at = random.nextInt(text.length() + 1);
    char character = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
    return text.substring(0, at) + character + text.substring(at);
  }
}
