package io.github.riskyproxmox.message;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.message.TextKey;
import io.github.riskyproxmox.domain.pve.Cause;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.monitor.Trouble;
import io.github.riskyproxmox.web.page.CardState;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every message has its text, every text its message, and lists and numbers read well. */
class MessagesTest {
  private static final Pattern ARGUMENT = Pattern.compile("\\{([^}]*)}");
  private static final Set<String> STYLES = Set.of("sentence", "clause", "bare", "sentences");
  private static final Set<String> ACTIONS = Set.of("shutdown", "hibernate", "terminate");
  private static final Set<String> STRATEGIES = with(ACTIONS, "hibernate_by_guest");
  private static final Set<String> HALTED = Set.of("asleep", "crashed", "powered-off");

  /** What a launch leads to, where the text for a launch does not fit; a restart is one as well. */
  private static final Set<String> GOALS = Set.of("stop", "host_shutdown");

  private static final Set<String> RESTARTS_TOO = with(GOALS, "restart");

  private static final Map<String, Set<String>> BY_GOAL =
      Map.ofEntries(
          Map.entry("launching", RESTARTS_TOO),
          Map.entry("busy-ending", RESTARTS_TOO),
          Map.entry("escalated", RESTARTS_TOO),
          Map.entry("in-progress", RESTARTS_TOO),
          Map.entry("too-late-to-cancel", Set.of("host_shutdown")),
          Map.entry("will-not-start", RESTARTS_TOO),
          Map.entry("waiting", RESTARTS_TOO),
          Map.entry("no-answer", GOALS),
          Map.entry("no-answer-about", GOALS),
          Map.entry("stop-meets-lock", RESTARTS_TOO),
          Map.entry("cancelled", RESTARTS_TOO),
          Map.entry("interrupted", RESTARTS_TOO),
          Map.entry("stop-failed", RESTARTS_TOO),
          Map.entry("not-run", RESTARTS_TOO),
          Map.entry("defect", RESTARTS_TOO),
          Map.entry("page.panel-true", RESTARTS_TOO),
          Map.entry("page.panel-past", RESTARTS_TOO),
          Map.entry("page.panel-failed", RESTARTS_TOO),
          Map.entry("page.panel-cancelled", RESTARTS_TOO),
          Map.entry("page.panel-interrupted", RESTARTS_TOO),
          Map.entry("page.announce-stopping", Set.of("stop", "restart")),
          Map.entry("page.announce-starting", Set.of("host_shutdown")),
          Map.entry("page.terminate-and-launch", RESTARTS_TOO),
          Map.entry("page.past-done", RESTARTS_TOO),
          Map.entry("page.past-failed", RESTARTS_TOO),
          Map.entry("page.past-cancelled", RESTARTS_TOO),
          Map.entry("page.past-interrupted", RESTARTS_TOO),
          Map.entry("page.under-way", RESTARTS_TOO),
          Map.entry("page.under-way-closed", RESTARTS_TOO));

  /** The values of the argument "kind"; where others are possible, the key has a text for them. */
  private static final Map<String, Set<String>> KINDS =
      Map.ofEntries(
          Map.entry("power", with(powerStates(), "crashed-qmp")),
          Map.entry(
              "lock",
              Set.of(
                  "backup",
                  "clone",
                  "create",
                  "migrate",
                  "rollback",
                  "snapshot",
                  "snapshot-delete",
                  "suspended",
                  "suspending")),
          Map.entry("cannot-shut-down", without(HALTED, "asleep")),
          Map.entry("cannot-hibernate", with(HALTED, "prelaunch")),
          Map.entry("ask-stop", Set.of("stop", "restart")),
          Map.entry("resume-first", Set.of("todo", "done")),
          Map.entry("outage", with(GOALS, "sent", "unsent")),
          Map.entry("stop-asked", STRATEGIES),
          Map.entry("asked", with(STRATEGIES, "resume")),
          Map.entry("may-still", with(STRATEGIES, "resume")),
          Map.entry(
              "page.panel-under-way",
              with(with(RESTARTS_TOO, ACTIONS), "switch", "resume", "wake", "reset")),
          Map.entry("page.state", cardStates()),
          Map.entry("start-step", purposes()),
          Map.entry("start-step-done", purposes()),
          Map.entry("cure", ids(Cause.values())),
          Map.entry("lacking", Set.of("token", "both", "unknown")),
          Map.entry(
              "purpose",
              Set.of(
                  "VM.Audit",
                  "VM.PowerMgmt",
                  "VM.Config.Disk",
                  "Datastore.AllocateSpace",
                  "VM.GuestAgent.Audit",
                  "Mapping.Audit",
                  "Sys.PowerMgmt")),
          Map.entry("setup.feature", Set.of("on", "off")),
          Map.entry("page.now", with(powerStates(), "unread", "unlisted")),
          Map.entry("page.step-state", ids(LaunchStep.State.values())),
          Map.entry("page.verb", Set.of("launch", "resume", "wake", "recover")),
          Map.entry("page.in-the-way", Set.of("shared", "other", "asked")),
          Map.entry("page.action-short", ACTIONS),
          Map.entry("page.stop-these", Set.of("launch", "resume", "wake")),
          Map.entry("page.ask-stop", ACTIONS),
          Map.entry("page.card-claim", Set.of("pci", "usb", "disk", "mapping", "group")),
          Map.entry("page.ask-launch", Set.of("switch", "launch", "resume", "wake")),
          Map.entry("page.launch", Set.of("launch", "resume", "wake")),
          Map.entry("page.nothing-in-the-way", Set.of("launch", "resume", "wake")),
          Map.entry("page.recover-how", Set.of("disk", "other")),
          Map.entry("page.kept-ask", Set.of("stop", "restart")),
          Map.entry("page.stop-now", with(ACTIONS, "restart")),
          Map.entry("page.alarm", with(alarms(), "waiting", "templates")),
          Map.entry("page.alarm-remedy", Set.of("looking", "record", "empty")),
          Map.entry("page.action-title", with(with(ACTIONS, ids(Recovery.values())), "reboot")),
          Map.entry(
              "page.action-detail",
              with(with(ACTIONS, ids(Recovery.values())), "reboot", "reboot-ask")),
          Map.entry("page.action-stopping", ACTIONS));

  private static final Set<String> OPEN =
      Set.of(
          "lock",
          "stop-asked",
          "asked",
          "may-still",
          "page.panel-under-way",
          "page.action-title",
          "page.action-detail",
          "page.action-stopping",
          "page.stop-now");

  @Test
  void everyKeyHasItsTextsAndNoTextIsLeftOver() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (TextKey key : keys()) {
      if (key.arguments().contains(Message.KIND)) {
        Stream.of(KINDS, BY_GOAL)
            .flatMap(kinds -> kinds.getOrDefault(key.id(), Set.of()).stream())
            .forEach(kind -> expected.add(key.id() + "." + kind));
      }
      if (!key.arguments().contains(Message.KIND)
          || OPEN.contains(key.id())
          || BY_GOAL.containsKey(key.id())) {
        expected.add(key.id());
      }
    }
    assertEquals(
        expected,
        texts().stringPropertyNames().stream()
            .filter(name -> !name.startsWith("panel.") && !name.endsWith(".one"))
            .collect(toCollection(TreeSet::new)));
  }

  @Test
  void theTextsForThePanelAndForOneElementBelongToKeys() throws IOException {
    Set<String> ids = keys().stream().map(TextKey::id).collect(toSet());
    for (String name : texts().stringPropertyNames()) {
      if (name.startsWith("panel.")) {
        assertTrue(ids.contains(name.substring("panel.".length())), name);
      } else if (name.endsWith(".one")) {
        String many = name.substring(0, name.length() - ".one".length());
        assertTrue(ids.contains(many) || texts().containsKey(many), name);
      }
    }
  }

  @Test
  void everyPlaceholderHasItsArgument() throws IOException {
    Properties texts = texts();
    for (String name : texts.stringPropertyNames()) {
      TextKey key = keyOf(name);
      for (MatchResult argument : ARGUMENT.matcher(texts.getProperty(name)).results().toList()) {
        List<String> parts = List.of(argument.group(1).split(",", 2));
        assertTrue(key.arguments().contains(parts.get(0)), name + ": " + argument.group());
        assertTrue(parts.size() == 1 || STYLES.contains(parts.get(1)), name);
      }
    }
  }

  @Test
  void everyKeyIsUsed() throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        sources.append(Files.readString(file));
      }
    }
    List<String> unused = new ArrayList<>();
    for (TextKey key : keys()) {
      Pattern use =
          Pattern.compile("\\b%s\\.%s\\b".formatted(key.getClass().getSimpleName(), key.name()));
      if (!use.matcher(sources).find()) {
        unused.add(key.name());
      }
    }
    assertEquals(List.of(), unused);
  }

  @Test
  void aMessageHasExactlyTheArgumentsOfItsKey() {
    assertThrows(IllegalArgumentException.class, () -> Message.of(MessageKey.STARTED));
    assertThrows(IllegalArgumentException.class, () -> Message.of(MessageKey.STARTED, "a", "b"));
    assertThrows(IllegalArgumentException.class, () -> Message.of(MessageKey.STARTED, 1.5));
    assertThrows(
        IllegalArgumentException.class, () -> Message.of(MessageKey.LIST, List.of(1), "b"));
  }

  @Test
  void listsAndTheirVerbsReadWell() {
    assertEquals(
        "Waiting for a to stop, then starting x.",
        Messages.text(Message.of(MessageKey.WAITING, "launch", List.of("a"), "x")));
    assertEquals(
        "Waiting for a and b to stop, then starting x.",
        Messages.text(Message.of(MessageKey.WAITING, "launch", List.of("a", "b"), "x")));
    assertEquals(
        "Waiting for a to stop, then starting a again.",
        Messages.text(Message.of(MessageKey.WAITING, "restart", List.of("a"), "a")));
    assertEquals(
        "Waiting for a to stop, then shutting down host pve.",
        Messages.text(Message.of(MessageKey.WAITING, "host_shutdown", List.of("a"), "pve")));
    assertEquals("", Messages.list(List.of()));
    assertEquals("a, b and c", Messages.list(List.of("a", "b", "c")));
    Message runs = PowerState.RUNNING.message("");
    Message one = Message.of(MessageKey.IN_STATE, List.of("a"), runs);
    Message other =
        Message.of(MessageKey.IN_STATE, List.of("b"), PowerState.CRASHED.message("io-error"));
    assertEquals(
        "a is running. What should we do with it first?",
        Messages.text(Message.of(MessageKey.ASK_ACTION, List.of("a"), one)));
    assertEquals(
        "a is running and b is crashed (io-error). What should we do with them first?",
        Messages.text(
            Message.of(
                MessageKey.ASK_ACTION,
                List.of("a", "b"),
                Message.of(MessageKey.IN_STATES, List.of(one, other)))));
  }

  @Test
  void foreignTextStandsInASentenceAsItIs() {
    Message words = Message.ofWords("{vm} costs $1 \\ {cause,sentence}");
    assertEquals(
        "{vm} did not start: {vm} costs $1 \\ {cause,sentence}.",
        Messages.text(Message.of(MessageKey.START_FAILED, "{vm}", words)));
  }

  @Test
  void aSentenceEndsWithOneFullStop() {
    for (String words : List.of("no", "no.", "no!", "no?")) {
      String text = Messages.text(Message.of(MessageKey.START_FAILED, "x", Message.ofWords(words)));
      assertEquals(1, text.chars().filter(c -> ".!?".indexOf(c) >= 0).count(), text);
    }
    Message outage =
        Message.of(
            MessageKey.OUTAGE, "unsent", "a", Duration.ofMinutes(2), Message.ofWords("No."), "x");
    assertTrue(Messages.text(outage).contains("for 2 min. x was not started;"));
  }

  @Test
  void thePanelLeavesOutWhatItsTitleAndStepsSay() {
    Message cause = Message.ofWords("no");
    Message failed =
        Message.of(
            MessageKey.STOP_FAILED, "launch", Message.of(MessageKey.KEPT_RUNNING, "a"), cause, "x");
    assertEquals("a is still running: no. x was not started.", Messages.text(failed));
    assertEquals(
        "a is still running: Proxmox had a problem; see details.", Messages.panelText(failed));
    Message waiting = Message.of(MessageKey.WAITING, "launch", List.of("a"), "x");
    Message remark = Message.of(MessageKey.UNHEARD_BY, "a");
    assertEquals("", Messages.panelText(Message.sentences(List.of(waiting, remark))));
    assertTrue(failed.contains(cause));
    assertFalse(failed.contains(remark));
  }

  @Test
  void anActionWithoutTextsIsCalledByItsName() {
    assertEquals(
        "Asked a to stop (nap)", Messages.text(Message.of(MessageKey.STOP_ASKED, "nap", "a")));
    assertEquals("told to stop (nap)", Messages.text(Message.of(MessageKey.ASKED, "nap")));
  }

  private static List<TextKey> keys() {
    List<TextKey> keys = new ArrayList<>(List.of(MessageKey.values()));
    try {
      for (String name : List.of("web.page.PageText", "check.CheckText", "setup.SetupText")) {
        Class<?> own = Class.forName("io.github.riskyproxmox." + name);
        Stream.of(own.getEnumConstants()).map(TextKey.class::cast).forEach(keys::add);
      }
    } catch (ClassNotFoundException gone) {
      throw new AssertionError(gone);
    }
    return keys;
  }

  private static TextKey keyOf(String name) {
    String id = name.startsWith("panel.") ? name.substring("panel.".length()) : name;
    return keys().stream()
        .filter(key -> id.equals(key.id()) || id.startsWith(key.id() + "."))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " belongs to no key"));
  }

  private static Properties texts() throws IOException {
    Properties texts = new Properties();
    try (InputStream in = Messages.class.getResourceAsStream("messages.properties")) {
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static Set<String> powerStates() {
    return Stream.of(PowerState.values()).map(PowerState::id).collect(toSet());
  }

  private static Set<String> cardStates() {
    return Stream.of(CardState.values()).map(CardState::css).collect(toSet());
  }

  private static Set<String> alarms() {
    return with(ids(Trouble.Kind.values()), "looking", "record", "empty");
  }

  private static Set<String> purposes() {
    return without(ids(VmOperation.Purpose.values()), "stop");
  }

  private static Set<String> ids(Enum<?>... constants) {
    return Stream.of(constants)
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .collect(toSet());
  }

  private static Set<String> with(Set<String> some, String... more) {
    return with(some, new TreeSet<>(Arrays.asList(more)));
  }

  private static Set<String> with(Set<String> some, Set<String> more) {
    return Stream.concat(some.stream(), more.stream()).collect(toSet());
  }

  private static Set<String> without(Set<String> all, String one) {
    return all.stream().filter(each -> !each.equals(one)).collect(toSet());
  }
}
