package io.github.riskyproxmox.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFieldsTest {
  private static final List<String> ACTIONS =
      List.of("shutdown", "hibernate", "terminate", "cancel");

  @Test
  void theWholeRequestIsRead() throws InvalidRequest {
    RequestFields fields =
        read(
            " {\"running\":[101,103,101], \"vmid\" : 102,\n\"action\":\"shutdown\","
                + "\"actions\":{\"103\":\"hibernate\"}}\n");
    assertEquals(new VmId(102), fields.vmid());
    assertEquals(Optional.of(Set.of(new VmId(101), new VmId(103))), fields.running());
    assertEquals(
        new StopWish(Optional.of(StopAction.SHUTDOWN), Map.of(new VmId(103), StopAction.HIBERNATE)),
        fields.wish());
    assertEquals(Optional.empty(), fields.recovery());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"vmid\":102}",
        "{\"vmid\":102,\"action\":null}",
        "{\"vmid\":102,\"action\":null,\"running\":null}",
        "{\"vm\\u0069d\":102}",
        "{\"vmid\":\"102\"}",
      })
  void optionalFieldsCanBeNull(String body) throws InvalidRequest {
    RequestFields fields = read(body);
    assertEquals(new VmId(102), fields.vmid());
    assertEquals(StopWish.NONE, fields.wish());
    assertEquals(Optional.empty(), fields.running());
  }

  @Test
  void aRecoveryIsOneOfTwoWords() throws InvalidRequest {
    assertEquals(
        Optional.of(Recovery.RESTART), read("{\"vmid\":102,\"recovery\":\"restart\"}").recovery());
    assertEquals(Optional.empty(), read("{\"vmid\":102,\"recovery\":null}").recovery());
    for (String wrong : List.of("\"resume\"", "\"RESET\"", "1", "[\"reset\"]")) {
      InvalidRequest malformed =
          assertThrows(
              InvalidRequest.class, () -> read("{\"vmid\":102,\"recovery\":" + wrong + "}"));
      assertTrue(malformed.getMessage().contains("reset, restart"), malformed.getMessage());
    }
  }

  @Test
  void anEmptyListOfRunningVmsIsNotTheSameAsNone() throws InvalidRequest {
    assertEquals(Optional.of(Set.of()), read("{\"vmid\":102,\"running\":[]}").running());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "``; The body is empty",
        "`  `; The body is empty",
        "[]; must be a JSON object",
        "102; must be a JSON object",
        "\"vmid\"; must be a JSON object",
        "null; must be a JSON object",
        "{; not valid JSON",
        "{\"vmid\":102; not valid JSON",
        "{\"vmid\":102,}; not valid JSON",
        "{vmid:102}; not valid JSON",
        "{'vmid':102}; not valid JSON",
        "{\"vmid\":102}x; not valid JSON",
        "{\"vmid\":102} {}; not valid JSON",
        "{\"vmid\":0102}; from 100 to 999999999, not 0",
        "{\"vmid\":NaN}; not valid JSON",
        "{\"vmid\":+102}; not valid JSON",
        "{\"vmid\":102,\"vmid\":103}; \"vmid\" is there twice",
        "{\"vmid\":102,\"action\":null,\"action\":\"terminate\"}; \"action\" is there twice",
        "{}; \"vmid\" is missing",
        "{\"action\":\"shutdown\"}; \"vmid\" is missing",
        "{\"vmid\":null}; must be a whole number",
        "{\"vmid\":\"\"}; must be a whole number",
        "{\"vmid\":\" 102 \"}; must be a whole number",
        "{\"vmid\":\"+102\"}; must be a whole number",
        "{\"vmid\":\"0x66\"}; must be a whole number",
        "{\"vmid\":\"102.0\"}; must be a whole number",
        "{\"vmid\":\"99\"}; a vmid is a number from 100",
        "{\"vmid\":\"99999999999\"}; a vmid is a number from 100",
        "{\"vmid\":102.0}; must be a whole number",
        "{\"vmid\":102.5}; must be a whole number",
        "{\"vmid\":1.02e2}; must be a whole number",
        "{\"vmid\":true}; must be a whole number",
        "{\"vmid\":[102]}; must be a whole number",
        "{\"vmid\":{\"vmid\":102}}; must be a whole number",
        "{\"vmid\":99}; from 100 to 999999999, not 99",
        "{\"vmid\":-102}; from 100 to 999999999, not -102",
        "{\"vmid\":0}; from 100 to 999999999, not 0",
        "{\"vmid\":1000000000}; from 100 to 999999999",
        "{\"vmid\":4294967398}; from 100 to 999999999",
        "{\"vmid\":99999999999999999999999999}; from 100 to 999999999",
        "{\"vmid\":102,\"force\":true}; There is no field \"force\"",
        "{\"vmid\":102,\"VMID\":103}; There is no field \"VMID\"",
        "{\"vmid\":102,\"\":1}; There is no field \"\"",
        "{\"vmid\":102,\"action\":\"reboot\"}; There is no action \"reboot\"",
        "{\"vmid\":102,\"action\":\"Shutdown\"}; There is no action \"Shutdown\"",
        "{\"vmid\":102,\"action\":\"\"}; There is no action \"\"",
        "{\"vmid\":102,\"action\":1}; must be one of the words shutdown, hibernate",
        "{\"vmid\":102,\"action\":[\"shutdown\"]}; must be one of the words",
        "{\"vmid\":102,\"running\":101}; must be a list of vmids",
        "{\"vmid\":102,\"running\":\"101\"}; must be a list of vmids",
        "{\"vmid\":102,\"running\":[\"101\"]}; must be a list of vmids",
        "{\"vmid\":102,\"running\":[101.5]}; must be a list of vmids",
        "{\"vmid\":102,\"running\":[null]}; must be a list of vmids",
        "{\"vmid\":102,\"running\":[1]}; from 100 to 999999999",
        "{\"vmid\":102,\"running\":{}}; must be a list of vmids",
        "{\"vmid\":102,\"running\":[[101]]}; must be a list of vmids",
        "{\"vmid\":1e999999999}; must be a whole number",
        "{\"vmid\":102,\"running\":[true]}; must be a list of vmids",
      })
  void anythingElseIsRefusedWithAHelpfulMessage(String body, String words) {
    assertMessage(assertThrows(InvalidRequest.class, () -> read(body)), words);
  }

  @Test
  void brokenUtf8IsRefused() {
    byte[] latin1 = "{\"vmid\":102,\"action\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertMessage(
        assertThrows(
            InvalidRequest.class, () -> RequestFields.read(latin1, ACTIONS, LaunchBody.FIELDS)),
        "not valid UTF-8");
  }

  @Test
  void aByteOrderMarkIsRefused() {
    assertMessage(
        assertThrows(InvalidRequest.class, () -> read("\ufeff{\"vmid\":102}")), "not valid JSON");
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "{\"vmid\":" + "[".repeat(8000) + "]".repeat(8000) + "}";

    assertThrows(InvalidRequest.class, () -> read(deep));
  }

  @Test
  void aVeryLongNumberIsRefused() {
    String body = "{\"vmid\":" + "9".repeat(9000) + "}";

    assertMessage(assertThrows(InvalidRequest.class, () -> read(body)), "from 100 to 999999999");
  }

  @Test
  void aLongFieldNameDoesNotMakeALongMessage() {
    String body = "{\"" + "x".repeat(10_000) + "\":1}";

    InvalidRequest malformed = assertThrows(InvalidRequest.class, () -> read(body));

    assertEquals(true, malformed.getMessage().length() < 200);
  }

  private static RequestFields read(String body) throws InvalidRequest {
    return RequestFields.read(body.getBytes(StandardCharsets.UTF_8), ACTIONS, LaunchBody.FIELDS);
  }

  private static void assertMessage(InvalidRequest malformed, String words) {
    String message = malformed.getMessage();
    assertEquals(true, message.contains(words), message);
    assertEquals(true, message.endsWith(".") || message.endsWith("}."), message);
  }
}
