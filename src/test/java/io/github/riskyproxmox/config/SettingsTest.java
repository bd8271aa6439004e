package io.github.riskyproxmox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.conflict.Exclusion;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.support.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String SECRET = "5b1c-secret-#$${HOME}='\"\\x";

  @TempDir private Path directory;

  @Test
  void threeValuesAreEnough() {
    Settings settings = Settings.from(minimal());

    assertEquals(new PveAddress("pve.lan", 8006), settings.host());
    assertEquals("launcher@pve!agent", settings.tokenId().value());
    assertEquals(SECRET, settings.tokenSecret().reveal());
    assertEquals(new CertificateTrust.Anything(), settings.trust());
    assertEquals(Optional.empty(), settings.node());
    assertEquals(Duration.ofSeconds(180), settings.shutdownTimeout());
    assertEquals(Optional.empty(), settings.fallbackVm());
    assertEquals(Duration.ofSeconds(40), settings.fallbackAfter());
    assertFalse(settings.hostPoweroff());
    assertEquals(Set.of(), settings.allowedHosts());
    assertEquals(BasePath.ROOT, settings.basePath());
    assertEquals(FrameAncestors.NONE, settings.frameAncestors());
  }

  @Test
  void allMissingSettingsAreReportedTogether() {
    List<String> problems = problems(Map.of());

    assertEquals(3, problems.size(), problems.toString());
    assertMentions(problems, "PVE_HOST is missing");
    assertMentions(problems, "PVE_TOKEN_ID is missing");
    assertMentions(problems, "PVE_TOKEN_SECRET is missing");
  }

  @Test
  void allInvalidSettingsAreReportedTogetherWithWhatToWrite() {
    List<String> problems =
        problems(
            Map.of(
                "PVE_HOST", "http://pve.lan",
                "PVE_TOKEN_ID", "root",
                "PVE_TOKEN_SECRET", "a",
                "PVE_TOKEN_SECRET_FILE", "b",
                "PVE_FINGERPRINT", "12:34",
                "PVE_INSECURE_SSL", "maybe",
                "PVE_CA_FILE", directory.resolve("none.pem").toString(),
                "PVE_NODE", "my node",
                "SHUTDOWN_TIMEOUT", "soon",
                "ALLOWED_HOSTS", "vms.example.org, https://x"));

    for (String key :
        List.of(
            "PVE_HOST must not begin with http://",
            "USER@REALM!TOKENID",
            "PVE_TOKEN_SECRET and PVE_TOKEN_SECRET_FILE",
            "64 hexadecimal digits",
            "write true",
            "none.pem, which cannot be read",
            "PVE_NODE is \"my node\"",
            "SHUTDOWN_TIMEOUT is \"soon\"",
            "ALLOWED_HOSTS contains \"https://x\"")) {
      assertMentions(problems, key);
    }
    assertEquals(9, problems.size(), problems.toString());
    assertTrue(problems.stream().allMatch(problem -> problem.endsWith(".")), problems.toString());
  }

  @Test
  void aBlankValueCountsAsMissing() {
    Map<String, String> values = minimal();
    Settings.KEYS.forEach(key -> values.putIfAbsent(key, " "));

    assertEquals(Settings.from(minimal()), Settings.from(values));
  }

  @ParameterizedTest
  @CsvSource({
    "pve, pve:8006",
    "PVE.Lan, pve.lan:8006",
    "pve.lan., pve.lan:8006",
    "pve.lan:443, pve.lan:443",
    "https://pve.lan, pve.lan:8006",
    "HTTPS://pve.lan:8006/, pve.lan:8006",
    "pve.lan/, pve.lan:8006",
    "pve.lan:443/, pve.lan:443",
    "https://pve.lan/api2/json, pve.lan:8006",
    "https://pve.lan:8006/API2/JSON/, pve.lan:8006",
    "pve.lan/api2/json, pve.lan:8006",
    "192.168.1.10:8006/api2/json/, 192.168.1.10:8006",
    "[fd00::10]/api2/json, [fd00::10]:8006",
    "https://[fd00::10]:443/, [fd00::10]:443",
    "localhost, localhost:8006",
    "192.168.1.10, 192.168.1.10:8006",
    "192.168.1.10:8007, 192.168.1.10:8007",
    "[fd00::10], [fd00::10]:8006",
    "[fd00::10]:443, [fd00::10]:443",
    "https://[::1]:8006, [::1]:8006",
    "fd00::10, [fd00::10]:8006",
    "::1, [::1]:8006",
    "::ffff:10.0.0.1, [::ffff:10.0.0.1]:8006",
    "münchen.lan, xn--mnchen-3ya.lan:8006"
  })
  void aHostCanBeWrittenInManyWays(String written, String understood) {
    assertEquals(understood, Settings.from(minimal("PVE_HOST", written)).host().authority());
    assertEquals("https://" + understood, PveAddress.parse(written).uri().toString());
    assertTrue(PveAddress.parse(written).uri().getHost() != null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://pve.lan",
        "ftp://pve.lan",
        "pve.lan:0",
        "pve.lan:65536",
        "pve.lan:",
        "pve.lan:https",
        "https://",
        "https://pve.lan:8006/#v1:0",
        "https://pve.lan/api2",
        "https://pve.lan/api2/json/nodes",
        "https://pve.lan/proxmox/api2/json",
        "https://pve.lan//",
        "https://pve.lan/?x",
        "/",
        "/api2/json",
        "user@pve.lan",
        "pve lan",
        "-pve",
        "pve..lan",
        "my_pve",
        "192.168.1",
        "192.168.1.256",
        "1.2.3.4.5",
        "[fd00::10",
        "[pve.lan]",
        "fd00::10::1",
        "fd00:::1",
        "fe80::1%eth0",
        "[]",
        ":8006"
      })
  void anInvalidHostIsRefusedWithWhatToWrite(String written) {
    List<String> problems = problems(minimal("PVE_HOST", written));

    assertEquals(1, problems.size());
    assertMentions(problems, "PVE_HOST");
  }

  @Test
  void aPathIsRefusedWithWhatToWrite() {
    assertMentions(
        problems(minimal("PVE_HOST", "https://pve.lan:443/proxmox/#v1:0")),
        "write https://pve.lan:443 without a path");
  }

  @Test
  void anHttpsUrlWithoutPortIsMarked() {
    assertTrue(PveAddress.parse("https://pve.lan").portAssumed());
    assertTrue(PveAddress.parse("HTTPS://[fd00::10]/api2/json").portAssumed());
    for (String written : List.of("pve.lan", "pve.lan/", "https://pve.lan:8006", "fd00::10")) {
      assertFalse(PveAddress.parse(written).portAssumed(), written);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"root@pam!ab", "launcher@pve!agent", "a.b-c@my-realm!Tok_en.1"})
  void tokenIdsOfProxmoxAreAccepted(String id) {
    assertEquals(id, Settings.from(minimal("PVE_TOKEN_ID", id)).tokenId().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"root@pam", "root@pam!a", "root!agent", "root@pam!1a", "@pam!agent", "a b@pam!cd"})
  void anInvalidTokenIdIsRefused(String id) {
    assertMentions(problems(minimal("PVE_TOKEN_ID", id)), "USER@REALM!TOKENID");
  }

  @Test
  void anIdPastedTogetherWithItsSecretIsNotRepeated() {
    List<String> problems = problems(minimal("PVE_TOKEN_ID", "launcher@pve!agent=" + SECRET));

    assertMentions(problems, "PVE_TOKEN_ID contains \"=\"");
    assertFalse(problems.toString().contains(SECRET));
  }

  @Test
  void onlyTheLastLineBreakOfASecretFileIsRemoved() throws IOException {
    for (String end : List.of("", "\n", "\r\n")) {
      Path file = Files.writeString(directory.resolve("secret"), SECRET + end);

      assertEquals(SECRET, Settings.from(withSecretFile(file)).tokenSecret().reveal());
    }
  }

  @Test
  void anUnusableSecretFileIsReported() throws IOException {
    Path missing = directory.resolve("missing");
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    Path lines = Files.writeString(directory.resolve("lines"), "one\ntwo\n");
    Path large = Files.write(directory.resolve("large"), new byte[5000]);

    assertMentions(problems(withSecretFile(missing)), missing + ", which cannot be read");
    assertMentions(problems(withSecretFile(empty)), empty + ", which is empty");
    assertMentions(problems(withSecretFile(lines)), "a line break");
    assertMentions(problems(withSecretFile(large)), large + ", which is too large");
  }

  @Test
  void aSecretThatCannotBeSentInAHeaderIsRefusedAndNotRepeated() {
    List<String> problems = problems(minimal("PVE_TOKEN_SECRET", "abc\r\nHost: evil"));

    assertMentions(problems, "PVE_TOKEN_SECRET contains a blank");
    assertFalse(problems.toString().contains("evil"));
  }

  @Test
  void settingsDoNotPrintTheSecret() {
    Settings settings = Settings.from(minimal());

    assertFalse(settings.toString().contains("secret-"), settings.toString());
    assertFalse(settings.tokenSecret().toString().contains("secret-"));
    assertEquals(new Secret(SECRET), settings.tokenSecret());
  }

  @Test
  void aFingerprintMayHaveColonsAndAnyCase() {
    String colons =
        "7D:98:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD";
    CertificateTrust expected = new CertificateTrust.Pinned(new Fingerprint(colons));

    for (String written :
        List.of(colons, colons.toLowerCase(Locale.ROOT), colons.replace(":", ""))) {
      assertEquals(expected, Settings.from(minimal("PVE_FINGERPRINT", written)).trust());
    }
    assertEquals(colons, new Fingerprint(colons.replace(":", "")).toString());
  }

  @Test
  void strictVerificationUsesTheSystemsAuthoritiesOrTheGivenOnes() throws Exception {
    Map<String, String> strict = minimal("PVE_INSECURE_SSL", "FALSE");
    assertEquals(new CertificateTrust.SystemAuthorities(), Settings.from(strict).trust());

    strict.put(
        "PVE_CA_FILE",
        TestCertificate.good(directory).writePem(directory.resolve("ca.pem")).toString());
    CertificateTrust.Authorities authorities =
        assertInstanceOf(CertificateTrust.Authorities.class, Settings.from(strict).trust());
    assertEquals(1, authorities.certificates().size());

    strict.put("PVE_INSECURE_SSL", "true");
    assertMentions(problems(strict), "PVE_CA_FILE has no effect");
  }

  @Test
  void anAuthorityFileWithoutCertificatesIsReported() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty.pem"), "");
    Path text = Files.writeString(directory.resolve("text.pem"), "certificates, please");

    for (Path file : List.of(empty, text)) {
      assertMentions(
          problems(minimal("PVE_INSECURE_SSL", "false", "PVE_CA_FILE", file.toString())),
          file + ", which contains no certificate");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "3601", "1.5", "3m", "99999999999"})
  void anInvalidShutdownTimeoutIsRefused(String seconds) {
    assertMentions(problems(minimal("SHUTDOWN_TIMEOUT", seconds)), "from 1 to 3600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "3601", "1.5", "40s"})
  void anInvalidFallbackTimeIsRefused(String seconds) {
    assertMentions(
        problems(minimal("FALLBACK_AFTER", seconds)),
        "FALLBACK_AFTER is \"" + seconds + "\"; write whole seconds from 1 to 3600, such as 40.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99", "0101", "1234567890", "-kiosk", "my kiosk", "kiosk_1", "a,b"})
  void aFallbackThatCanBeNoVmIsRefused(String written) {
    assertMentions(
        problems(minimal("FALLBACK_VM", written)), "FALLBACK_VM is \"" + written + "\"; write the");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FALLBACK_VM", "PVE_FALLBACK_VM"})
  void theFallbackIsAVmidOrAName(String key) {
    FallbackVm name = Settings.from(minimal(key, " Kiosk.lan ")).fallbackVm().orElseThrow();
    FallbackVm vmid = Settings.from(minimal(key, "101")).fallbackVm().orElseThrow();

    assertEquals("Kiosk.lan", name.value());
    assertTrue(name.means(vm(104, "Kiosk.lan")));
    assertFalse(name.means(vm(104, "kiosk.lan")));
    assertTrue(vmid.means(vm(101, "any")));
    assertFalse(vmid.means(vm(102, "101")), "digits are a vmid, never a name");
  }

  @Test
  void theFallbackMayHaveBothItsNamesIfTheyMeanTheSame() {
    Map<String, String> values = minimal("FALLBACK_VM", "101", "PVE_FALLBACK_VM", "101");
    assertEquals("101", Settings.from(values).fallbackVm().orElseThrow().value());

    values.put("PVE_FALLBACK_VM", "kiosk");
    assertMentions(problems(values), "name different VMs: remove PVE_FALLBACK_VM.");
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "true, true",
    "TRUE, true",
    "yes, true",
    "Yes, true",
    "on, true",
    "ON, true",
    "0, false",
    "false, false",
    "False, false",
    "no, false",
    "NO, false",
    "off, false"
  })
  void everySpellingOfTheRustProgramIsUnderstood(String written, boolean on) {
    assertEquals(
        on ? new CertificateTrust.Anything() : new CertificateTrust.SystemAuthorities(),
        Settings.from(minimal("PVE_INSECURE_SSL", written)).trust());
    assertEquals(on, Settings.from(minimal("HOST_POWEROFF", written)).hostPoweroff());
  }

  @Test
  void aPoweroffThatIsNeitherOnNorOffIsRefused() {
    assertMentions(
        problems(minimal("HOST_POWEROFF", "maybe")), "HOST_POWEROFF is \"maybe\"; write");
  }

  @Test
  void anUnknownExclusionIsRefusedWithThoseThatThereAre() {
    assertMentions(problems(minimal("EXCLUDE", "gpu")), "EXCLUDE is \"gpu\"; write auto, devices");
  }

  @Test
  void optionalSettingsAreRead() {
    Settings settings =
        Settings.from(
            minimal(
                "PVE_NODE", "pve2",
                "SHUTDOWN_TIMEOUT", " 30 ",
                "EXCLUDE", "Node",
                "ALLOWED_HOSTS", "VMs.example.org., kiosk\tpve.example.org"));

    assertEquals(Optional.of(new NodeName("pve2")), settings.node());
    assertEquals(Duration.ofSeconds(30), settings.shutdownTimeout());
    assertEquals(Exclusion.NODE, settings.exclude());
    assertEquals(Exclusion.AUTO, Settings.from(minimal()).exclude());
    assertEquals(Set.of("vms.example.org", "kiosk", "pve.example.org"), settings.allowedHosts());
  }

  @ParameterizedTest
  @CsvSource({
    "/, http://pve:8080/",
    "/vms, http://pve:8080/vms/",
    "/home/vms-2.x_~, http://pve:8080/home/vms-2.x_~/",
    "/..., http://pve:8080/.../"
  })
  void aBasePathIsRead(String written, String url) {
    BasePath path = Settings.from(minimal("BASE_PATH", " " + written + " ")).basePath();

    assertEquals(url, path.below("http://pve:8080/"));
  }

  @ParameterizedTest
  @CsvSource({"vms, /vms", "/vms/, /vms", "vms/, /vms", "//vms, /vms", "a/b/, /a/b"})
  void aBasePathWithWrongSlashesIsRefusedWithTheRightOne(String written, String right) {
    assertMentions(
        problems(minimal("BASE_PATH", written)),
        "BASE_PATH is \"" + written + "\"; write " + right + ", with a slash at the beginning");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..",
        "/vms/../x",
        "/.",
        "/vms/./x",
        "/vms//x",
        "/vms?x",
        "/vms#x",
        "/my vms",
        "/vms;x",
        "/%76ms",
        "/v\\s",
        "https://pve.lan/vms",
        "/größe",
        "/a/b/c/d/e",
        "\"/vms\"",
        "/<b>"
      })
  void aBasePathThatIsNoPathIsRefused(String written) {
    assertMentions(
        problems(minimal("BASE_PATH", written)),
        "BASE_PATH is \"" + written + "\"; write only the path, such as /vms:");
  }

  @ParameterizedTest
  @CsvSource({
    "https://ha.lan:8123, https://ha.lan:8123",
    "HTTPS://HA.lan:8123/, https://ha.lan:8123",
    "'http://192.168.1.5, https://a.example.org:65535', http://192.168.1.5 https://a.example.org:65535",
    "https://a https://b, https://a https://b"
  })
  void frameAncestorsAreRead(String written, String directive) {
    FrameAncestors ancestors = Settings.from(minimal("FRAME_ANCESTORS", written)).frameAncestors();

    assertEquals("frame-ancestors " + directive, ancestors.directive());
  }

  /** Browsers ignore what they cannot read, or take it for more than was meant. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*", "ha.lan", "ha.lan:8123", "https://*.lan", "https://ha.lan:*",
            "https://ha.lan/lovelace",
        "https:", "https://", "'self'", "none", "https://ha.lan;script-src", "https://ha.lan:0",
        "https://ha.lan:99999", "https://[fd00::5]:8123", "ftp://ha.lan", "https://u@ha.lan",
            "data:"
      })
  void whatIsNoOriginIsRefused(String written) {
    assertMentions(
        problems(minimal("FRAME_ANCESTORS", "https://ok.lan, " + written)),
        "FRAME_ANCESTORS contains \"" + written + "\"; write the scheme");
  }

  private static Vm vm(int id, String name) {
    return new Vm(
        new VmRef(new NodeName("pve"), new VmId(id)),
        name,
        PowerState.STOPPED,
        Optional.empty(),
        Tags.NONE,
        Optional.empty(),
        false,
        Duration.ZERO,
        1,
        0);
  }

  private static Map<String, String> minimal(String... more) {
    Map<String, String> values = new HashMap<>();
    values.put("PVE_HOST", "pve.lan");
    values.put("PVE_TOKEN_ID", "launcher@pve!agent");
    values.put("PVE_TOKEN_SECRET", SECRET);
    for (int index = 0; index < more.length; index += 2) {
      values.put(more[index], more[index + 1]);
    }
    return values;
  }

  private static Map<String, String> withSecretFile(Path file) {
    Map<String, String> values = minimal("PVE_TOKEN_SECRET_FILE", file.toString());
    values.remove("PVE_TOKEN_SECRET");
    return values;
  }

  private static List<String> problems(Map<String, String> values) {
    InvalidSettings invalid =
        assertThrows(InvalidSettings.class, () -> Settings.from(values), values.toString());
    invalid.problems().forEach(problem -> assertTrue(invalid.getMessage().contains(problem)));
    return invalid.problems();
  }

  private static void assertMentions(List<String> problems, String words) {
    assertTrue(
        problems.stream().anyMatch(problem -> problem.contains(words)),
        () -> words + " is not in " + problems);
  }
}
