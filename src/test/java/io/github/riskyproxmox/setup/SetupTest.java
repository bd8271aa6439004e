package io.github.riskyproxmox.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.config.EnvFile;
import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.pve.Role;
import io.github.riskyproxmox.support.TestCertificate;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each run is that of a person who types the command on the host. */
class SetupTest {
  private static final String TOKEN = "launcher@pve!agent";
  private static final String PACKAGED =
      "PVE_HOST=localhost\nPVE_TOKEN_ID=launcher@pve!agent\nPVE_TOKEN_SECRET=\n";

  @TempDir private Path directory;

  private Path bin;
  private Path state;
  private Path env;
  private TestCertificate certificate;
  private boolean root = true;
  private boolean pageAnswers = true;
  private String answer = "";

  @BeforeEach
  void install() throws Exception {
    bin = Files.createDirectory(directory.resolve("bin"));
    state = Files.createDirectory(bin.resolve("state"));
    for (String name : List.of("pveum", "pvesh", "systemctl")) {
      try (InputStream fake =
          Objects.requireNonNull(SetupTest.class.getResourceAsStream("fake-host"))) {
        Files.copy(fake, bin.resolve(name));
      }
      Files.setPosixFilePermissions(
          bin.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path unused = Files.createDirectories(directory.resolve("pve/nodes/pve1"));
    Path link = Files.createSymbolicLink(directory.resolve("pve/local"), Path.of("nodes/pve1"));
    certificate = TestCertificate.good(directory);
    Path pem = certificate.writePem(link.resolve("pve-ssl.pem"));
    assertTrue(Files.exists(pem) && Files.exists(unused));
    env = directory.resolve("etc/env");
    Path made = Files.createDirectory(env.getParent());
    assertTrue(Files.isDirectory(made));
    write(env, PACKAGED);
    write(state.resolve("enabled"), "");
  }

  @Test
  void theFirstRunMakesAllThatIsNeededAndPrintsTheAddress() throws Exception {
    Run run = setup("yes", "hibernate", "mappings");

    assertEquals(0, run.status(), run.out());
    assertTrue(run.out().contains("The page: http://192.0.2.10:8080/"), run.out());
    assertEquals(
        Set.of(
            "Launcher VM.Audit,VM.Config.Disk,VM.PowerMgmt",
            "LauncherStore Datastore.AllocateSpace",
            "LauncherGuests VM.GuestAgent.Audit",
            "LauncherMappings Mapping.Audit"),
        lines("roles"));
    assertEquals(
        both(
            "/vms",
            "Launcher",
            "/storage/local-lvm",
            "LauncherStore",
            "/vms",
            "LauncherGuests",
            "/mapping",
            "LauncherMappings"),
        lines("acls"));
    Settings settings = Settings.from(EnvFile.read(env).values(), List.of());
    assertEquals("localhost", settings.host().host());
    assertEquals(TOKEN, settings.tokenId().toString());
    assertEquals(lines("secrets"), Set.of(value("PVE_TOKEN_SECRET")));
    assertEquals(certificate.fingerprint().value(), value("PVE_FINGERPRINT"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(env)));
    assertTrue(Files.exists(state.resolve("active")));
  }

  /** Neither on the screen, nor as an argument, nor in what setup notes for --undo. */
  @Test
  void theSecretIsInTheSettingsAlone() throws Exception {
    String out = setup("yes", "hibernate").out() + setup("yes", "hibernate").out();
    String undone = setup("yes", "undo").out();

    String secret = String.join("", lines("secrets"));
    assertEquals(36, secret.length());
    assertFalse((out + undone).contains(secret), out);
    assertFalse(Files.readString(state.resolve("calls")).contains(secret));
  }

  @Test
  void theRecordHasNoSecretAndIsPrivate() throws Exception {
    Run unused = setup("yes");
    Path record = env.resolveSibling("made-by-setup");

    assertFalse(Files.readString(record).contains(value("PVE_TOKEN_SECRET")), unused.out());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(record)));
  }

  @Test
  void aSecondRunChangesNothing() throws Exception {
    Run first = setup("yes", "hibernate", "mappings", "power-off");
    assertEquals(0, first.status(), first.out());
    String before = everything();

    Run second = setup("hibernate", "mappings", "power-off");

    assertEquals(0, second.status(), second.out());
    assertTrue(second.out().contains("nothing was changed"), second.out());
    assertTrue(second.out().contains("The page: "), second.out());
    assertEquals(before, everything());
  }

  @Test
  void aSecondRunWithAnotherFeatureDoesOnlyWhatThatNeeds() throws Exception {
    Run first = setup("yes");
    assertEquals(Set.of("Launcher VM.Audit,VM.PowerMgmt"), lines("roles"), first.out());
    String secret = value("PVE_TOKEN_SECRET");

    Run second = setup("yes", "power-off", "hibernate");

    assertEquals(0, second.status(), second.out());
    assertTrue(lines("roles").contains("Launcher VM.Audit,VM.Config.Disk,VM.PowerMgmt"));
    assertTrue(lines("roles").contains("LauncherHost Sys.PowerMgmt"));
    assertTrue(lines("acls").contains("/nodes/pve1 token " + TOKEN + " LauncherHost"));
    assertEquals("true", value("HOST_POWEROFF"));
    assertEquals(secret, value("PVE_TOKEN_SECRET"));
    assertFalse(second.out().contains("token add"), second.out());
    assertTrue(second.out().contains("done: systemctl restart"), second.out());
  }

  @Test
  void aRenewedCertificateIsPinnedAnewAndTheOneWithAKeyIsUsed() throws Exception {
    Run first = setup("yes");
    TestCertificate own =
        TestCertificate.otherName(Files.createDirectory(directory.resolve("own")));
    Path pem = own.writePem(directory.resolve("pve/local/pveproxy-ssl.pem"));
    Run withoutKey = setup("yes");
    assertEquals(certificate.fingerprint().value(), value("PVE_FINGERPRINT"), first.out() + pem);
    assertTrue(withoutKey.out().contains("nothing was changed"), withoutKey.out());
    write(directory.resolve("pve/local/pveproxy-ssl.key"), "key");

    Run withKey = setup("yes");

    assertEquals(own.fingerprint().value(), value("PVE_FINGERPRINT"));
    assertTrue(withKey.out().contains("done: systemctl restart"), withKey.out());
    assertFalse(withKey.out().contains("pveum"), withKey.out());
  }

  @Test
  void theAddressHasTheBasePath() throws Exception {
    write(env, PACKAGED + "BASE_PATH=/vms\n");
    Run run = setup("yes");
    assertTrue(run.out().contains("The page: http://192.0.2.10:8080/vms/"), run.out());
  }

  @Test
  void theSettingsOfAPersonStay() throws Exception {
    write(env, "# mine\r\nexport SHUTDOWN_TIMEOUT=77\r\nPVE_TOKEN_SECRET =\r\nEXCLUDE=node");

    Run run = setup("yes");

    assertEquals(0, run.status(), run.out());
    String text = Files.readString(env);
    assertTrue(text.startsWith("# mine\r\nexport SHUTDOWN_TIMEOUT=77\r\nPVE_TOKEN_SECRET ="), text);
    assertEquals("node", value("EXCLUDE"));
    assertEquals(lines("secrets"), Set.of(value("PVE_TOKEN_SECRET")));
    assertEquals("localhost", value("PVE_HOST"));
  }

  @Test
  void aTokenThatIsInTheSettingsWithItsSecretIsKeptAndOnlyGrantedWhatIsMissing() throws Exception {
    write(state.resolve("users"), "me@pam\n");
    write(state.resolve("tokens"), "me@pam!switch\n");
    write(state.resolve("roles"), "Launcher VM.Audit\n");
    write(state.resolve("acls"), "/vms user me@pam Launcher\n");
    write(env, "PVE_HOST=127.0.0.1:8006\nPVE_TOKEN_ID=me@pam!switch\nPVE_TOKEN_SECRET=mine\n");

    Run run = setup("yes");

    assertEquals(0, run.status(), run.out());
    assertEquals("mine", value("PVE_TOKEN_SECRET"));
    assertEquals("127.0.0.1:8006", value("PVE_HOST"));
    assertEquals(Set.of("Launcher VM.Audit,VM.PowerMgmt"), lines("roles"));
    assertEquals(
        Set.of("/vms user me@pam Launcher", "/vms token me@pam!switch Launcher"), lines("acls"));

    Run undone = setup("yes", "undo");

    assertEquals(0, undone.status(), undone.out());
    assertEquals(Set.of("Launcher VM.Audit"), lines("roles"));
    assertEquals(Set.of("/vms user me@pam Launcher"), lines("acls"));
    assertEquals(Set.of("me@pam!switch"), lines("tokens"));
    assertEquals(
        "PVE_HOST=127.0.0.1:8006\nPVE_TOKEN_ID=me@pam!switch\nPVE_TOKEN_SECRET=mine\n",
        Files.readString(env));
  }

  /** At the beginning, in the middle and at the end. */
  @Test
  void afterAFailureItSaysWhatIsDoneAndTheNextRunDoesTheRest() throws Exception {
    for (String failing :
        List.of(
            "pveum role add LauncherStore",
            "pveum user token add",
            "pveum acl modify /mapping",
            "systemctl start")) {
      write(state.resolve("fail"), failing);
      Run broken = setup("yes", "hibernate", "mappings");
      Files.delete(state.resolve("fail"));

      assertEquals(2, broken.status(), broken.out());
      assertTrue(broken.out().contains("FAILED: " + failing.strip()), broken.out());
      assertTrue(broken.out().contains("got lock timeout"), broken.out());
      assertTrue(broken.out().contains("run setup again"), broken.out());
      assertEquals(
          failing.startsWith("pveum"),
          broken.out().contains("not done: systemctl start"),
          broken.out());

      Run again = setup("yes", "hibernate", "mappings");
      assertEquals(0, again.status(), failing + again.out());
      assertEquals(8, lines("acls").size(), failing);
      Run undone = setup("yes", "undo");
      assertEquals(0, undone.status(), undone.out());
      assertNothingIsLeft();
    }
  }

  /** What is half done is taken back as well. */
  @Test
  void undoAfterAFailureTakesBackWhatWasDone() throws Exception {
    write(state.resolve("fail"), "pveum acl modify");
    Run broken = setup("yes", "hibernate");
    Files.delete(state.resolve("fail"));
    assertTrue(broken.out().contains("done: pveum user add"), broken.out());

    Run undone = setup("yes", "undo");

    assertEquals(0, undone.status(), undone.out());
    assertNothingIsLeft();
  }

  @Test
  void aFailureOfUndoCanBeRepeated() throws Exception {
    Run first = setup("yes", "hibernate");
    write(state.resolve("fail"), "pveum user delete");
    Run broken = setup("yes", "undo");
    Files.delete(state.resolve("fail"));
    assertEquals(2, broken.status(), first.out() + broken.out());

    Run again = setup("yes", "undo");

    assertEquals(0, again.status(), again.out());
    assertNothingIsLeft();
  }

  /** The secret of a token is told once: a run that could not write it makes the token anew. */
  @Test
  void aTokenWhoseSecretWasNotWrittenIsMadeAnew() throws Exception {
    Run first = setup("yes");
    write(env, PACKAGED);

    Run again = setup("yes");

    assertEquals(0, again.status(), first.out() + again.out());
    assertEquals(2, lines("secrets").size());
    assertTrue(lines("secrets").contains(value("PVE_TOKEN_SECRET")));
    assertEquals(both("/vms", "Launcher"), lines("acls"));
  }

  @Test
  void aTokenThatSomebodyElseMadeIsNotReplaced() throws Exception {
    write(state.resolve("users"), "launcher@pve\n");
    write(state.resolve("tokens"), TOKEN + "\n");

    Run run = setup("yes");

    assertEquals(2, run.status(), run.out());
    assertTrue(run.out().contains("pveum user token delete launcher@pve agent"), run.out());
    assertEquals(Set.of(), lines("roles"));
    assertEquals(PACKAGED, Files.readString(env));
  }

  @Test
  void undoTakesBackJustWhatSetupMade() throws Exception {
    write(state.resolve("roles"), "Launcher VM.Audit,VM.Allocate\n");
    write(state.resolve("acls"), "/vms user admin@pve Launcher\n");
    write(state.resolve("users"), "admin@pve\n");
    Run first = setup("yes", "hibernate", "mappings", "power-off");
    assertEquals(0, first.status(), first.out());
    write(env, Files.readString(env) + "SHUTDOWN_TIMEOUT=77\n");

    Run undone = setup("yes", "undo");

    assertEquals(0, undone.status(), undone.out());
    assertEquals(Set.of("Launcher VM.Allocate,VM.Audit"), lines("roles"));
    assertEquals(Set.of("/vms user admin@pve Launcher"), lines("acls"));
    assertEquals(Set.of("admin@pve"), lines("users"));
    assertEquals(Set.of(), lines("tokens"));
    assertEquals(PACKAGED + "SHUTDOWN_TIMEOUT=77\n", Files.readString(env));
    assertFalse(Files.exists(state.resolve("active")));
    assertTrue(Files.exists(state.resolve("enabled")), "the package had enabled it");
    assertFalse(Files.exists(env.resolveSibling("made-by-setup")));
    assertTrue(setup("yes", "undo").out().contains("nothing that could be taken back"));
  }

  @Test
  void undoKeepsARoleAndAUserThatOthersUseByNow() throws Exception {
    Run first = setup("yes");
    append("tokens", "launcher@pve!other");
    append("users", "admin@pve");
    append("acls", "/vms user admin@pve Launcher");

    Run undone = setup("yes", "undo");

    assertEquals(0, undone.status(), first.out() + undone.out());
    assertTrue(undone.out().contains("Keep Launcher"), undone.out());
    assertEquals(Set.of("launcher@pve", "admin@pve"), lines("users"));
    assertEquals(Set.of("launcher@pve!other"), lines("tokens"));
    assertEquals(Set.of("/vms user admin@pve Launcher"), lines("acls"));
  }

  @Test
  void aSettingThatAPersonChangedSinceIsNotTakenBack() throws Exception {
    Run first = setup("yes", "power-off");
    write(env, Files.readString(env).replace("HOST_POWEROFF=true", "HOST_POWEROFF=yes"));

    Run undone = setup("yes", "undo");

    assertEquals("yes", value("HOST_POWEROFF"), first.out() + undone.out());
  }

  @Test
  void withoutYesItShowsAllAndAsks() throws Exception {
    String before = everything();
    answer = "n\n";
    Run refused = setup("hibernate");
    answer = "";
    Run closed = setup("hibernate");
    assertEquals(List.of(1, 1), List.of(refused.status(), closed.status()), refused.out());
    assertTrue(
        refused
            .out()
            .contains(
                "  pveum acl modify /vms --users launcher@pve --tokens 'launcher@pve!agent' --roles Launcher"),
        refused.out());
    assertTrue(refused.out().contains("Nothing was changed."), refused.out());
    assertEquals(before, everything());

    answer = "y\n";
    assertEquals(0, setup("hibernate").status());
  }

  @Test
  void whoIsNotRootIsToldSo() throws Exception {
    root = false;
    Run run = setup("yes");
    assertEquals(2, run.status());
    assertEquals("Run it as root. Nothing was changed.\n", run.out());
    assertFalse(Files.exists(state.resolve("calls")));
  }

  @Test
  void withoutPveumItPrintsTheLinesToRun() throws Exception {
    Files.delete(bin.resolve("pveum"));
    root = false;

    Run run = setup("yes", "hibernate", "mappings", "power-off");

    assertEquals(1, run.status());
    for (Role role : Role.values()) {
      assertTrue(run.out().contains("pveum role add " + role.pveName() + " --privs \""), run.out());
      assertTrue(run.out().contains("--tokens 'launcher@pve!agent' --roles " + role.pveName()));
      role.privileges().forEach(privilege -> assertTrue(run.out().contains(privilege), privilege));
    }
    assertTrue(run.out().contains("pveum user token add launcher@pve agent --privsep 1"));
    assertFalse(setup("mappings").out().contains("VM.Config.Disk"));
    assertEquals(PACKAGED, Files.readString(env));
  }

  /** Proxmox VE 8 refuses a role with a privilege that only 9 has. */
  @Test
  void anOlderProxmoxIsGrantedNoPrivilegeThatItDoesNotKnow() throws Exception {
    write(
        state.resolve("privileges"),
        "VM.Audit\nVM.PowerMgmt\nVM.Config.Disk\nDatastore.AllocateSpace\nMapping.Audit\n");
    Run run = setup("yes", "hibernate", "mappings");
    assertEquals(0, run.status(), run.out());
    assertEquals(
        both(
            "/vms",
            "Launcher",
            "/storage/local-lvm",
            "LauncherStore",
            "/mapping",
            "LauncherMappings"),
        lines("acls"));
  }

  @Test
  void settingsThatPointElsewhereOrAreNotUnderstoodAreLeftAlone() throws Exception {
    for (String text :
        List.of("PVE_HOST=192.0.2.77\n", "PVE_HOTS=localhost\n", "PVE_TOKEN_ID=agent\n")) {
      write(env, text);
      Run run = setup("yes");
      assertEquals(2, run.status(), run.out());
      assertEquals(text, Files.readString(env));
      assertEquals(Set.of(), lines("roles"));
    }
  }

  @Test
  void whoVerifiesTheCertificateOrAsksAProxyGetsNoFingerprint() throws Exception {
    for (String text : List.of("PVE_INSECURE_SSL=false\n", "PVE_HOST=localhost:443\n")) {
      write(env, text);
      Run run = setup("yes");
      assertEquals(0, run.status(), run.out());
      assertFalse(Files.readString(env).contains("PVE_FINGERPRINT"), Files.readString(env));
      Run undone = setup("yes", "undo");
      assertEquals(text, Files.readString(env), undone.out());
    }
  }

  @Test
  void withoutSettingsFileOrUnitItWritesTheSettingsAndSaysWhatIsLeft() throws Exception {
    Files.delete(env);
    write(state.resolve("no-unit"), "");

    Run run = setup("yes");

    assertEquals(0, run.status(), run.out());
    assertTrue(run.out().contains("INSTALLING, step 5"), run.out());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(env)));
    Run undone = setup("yes", "undo");
    assertFalse(Files.exists(env), undone.out());
  }

  @Test
  void aPageThatDoesNotAnswerIsSaid() throws Exception {
    pageAnswers = false;
    Run run = setup("yes");
    assertEquals(1, run.status());
    assertTrue(run.out().contains("does not answer. Run: journalctl -u"), run.out());
  }

  private record Run(int status, String out) {}

  private Run setup(String... options) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      int status =
          new Setup(
                  SetupOptions.of(new HashSet<>(Arrays.asList(options))),
                  new Programs(bin.toString()),
                  env,
                  new ProxmoxHost(directory.resolve("pve")),
                  root,
                  () -> pageAnswers,
                  "http://192.0.2.10:8080/",
                  new BufferedReader(new StringReader(answer)),
                  out)
              .run();
      return new Run(status, printed.toString(StandardCharsets.UTF_8));
    }
  }

  private void assertNothingIsLeft() throws IOException {
    for (String list : List.of("roles", "users", "tokens", "acls")) {
      assertEquals(Set.of(), lines(list), list);
    }
    assertEquals(PACKAGED, Files.readString(env));
    assertFalse(Files.exists(state.resolve("active")));
    assertFalse(Files.exists(env.resolveSibling("made-by-setup")));
  }

  private static Set<String> both(String... pathsAndRoles) {
    Set<String> entries = new TreeSet<>();
    for (int i = 0; i < pathsAndRoles.length; i += 2) {
      entries.add(pathsAndRoles[i] + " user launcher@pve " + pathsAndRoles[i + 1]);
      entries.add(pathsAndRoles[i] + " token " + TOKEN + " " + pathsAndRoles[i + 1]);
    }
    return entries;
  }

  private String value(String key) throws IOException {
    return Objects.requireNonNull(EnvFile.read(env).values().get(key), key);
  }

  private Set<String> lines(String name) throws IOException {
    Path file = state.resolve(name);
    return Files.exists(file) ? new TreeSet<>(Files.readAllLines(file)) : Set.of();
  }

  private void append(String name, String line) throws IOException {
    write(state.resolve(name), Files.readString(state.resolve(name)) + line + "\n");
  }

  private static void write(Path file, String text) throws IOException {
    Path written = Files.writeString(file, text);
    assertTrue(Files.exists(written));
  }

  /** All files but the calls. */
  private String everything() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path parent : List.of(state, env.getParent())) {
      try (Stream<Path> files = Files.list(parent)) {
        for (Path file : files.sorted().toList()) {
          if (!file.endsWith("calls")
              && Files.size(file) > 0
              && !file.endsWith("privileges")
              && !file.endsWith("storages")) {
            all.append(file.getFileName()).append(Files.readString(file));
          }
        }
      }
    }
    return all.toString();
  }
}
