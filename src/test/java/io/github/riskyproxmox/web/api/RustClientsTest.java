package io.github.riskyproxmox.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The clients of the Rust program understand this agent's answers, as the golden files have them.
 */
class RustClientsTest {
  /**
   * libstdc++ reads a VM by recursion, and a window of Haiku has 240 kB of stack (Haiku,
   * headers/private/system/thread_defs.h): measured, the client crashes above 750 bytes.
   */
  private static final int LONGEST_VM_WITHOUT_NOTES = 400;

  @Test
  void theHaikuClientListsEveryVmEvenIfItsNotesContainBraces() throws IOException {
    String body = golden("vms");
    assertTrue(json(body).toString().contains("{\\\"vmid\\\":1}"), body);

    assertEquals(
        json(body).getValuesAs(JsonObject.class).stream().map(vm -> vm.getInt("vmid")).toList(),
        RustClients.haikuList(body).stream().map(vm -> (int) vm.vmid()).toList());
    assertTrue(
        RustClients.haikuList(body)
            .contains(new RustClients.ListedVm(101, "win11-gaming", "running")),
        body);
  }

  @Test
  void theHermitClientReadsEveryVm() throws IOException {
    RustClients.assertReadableByHermit(golden("vms"));
  }

  @Test
  void aVmWithoutNotesIsShortEnoughForTheHaikuClient() throws IOException {
    json(golden("vms")).getValuesAs(JsonObject.class).stream()
        .filter(vm -> vm.isNull("notes"))
        .forEach(
            vm -> assertTrue(vm.toString().length() < LONGEST_VM_WITHOUT_NOTES, vm.toString()));
  }

  static Stream<String> answers() {
    return Stream.concat(
        GoldenTest.replies().map(reply -> (String) reply.get()[0]),
        Stream.of("in_progress_terminable"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void theHaikuClientReadsStatusAndMessageOfEveryAnswerToALaunch(String name) throws IOException {
    RustClients.assertReadableByHaiku(golden(name));
  }

  @Test
  void theHaikuClientAsksWhatToDoWithARunningVm() throws IOException {
    assertEquals("needs_action", RustClients.haikuField(golden("needs_action"), "status"));
  }

  @Test
  void whereToCloneAVmIsSaid() {
    String body = JsonFormat.write(new ForkResource().fork().getEntity());

    assertEquals(501, new ForkResource().fork().getStatus());
    RustClients.assertReadableByHaiku(body);
    assertTrue(RustClients.haikuField(body, "message").contains("Clone it in Proxmox"), body);
  }

  @Test
  void bracesOfTextsAreEscapedAndThoseOfObjectsAreNot() {
    String text = "a {\"b\"} \\ {c} \\";
    String body = JsonFormat.write(new ErrorAnswer("error", "x", text));

    assertEquals(List.of(0, body.length() - 1), braces(body));
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      assertEquals(text, reader.readObject().getString("message"));
    }
    assertFalse(RustClients.haikuField(body, "message").isEmpty());
  }

  private static List<Integer> braces(String body) {
    return Stream.iterate(0, at -> at < body.length(), at -> at + 1)
        .filter(at -> "{}".indexOf(body.charAt(at)) >= 0)
        .toList();
  }

  private static JsonArray json(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readArray();
    }
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = GoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
