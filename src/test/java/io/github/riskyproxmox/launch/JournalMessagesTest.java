package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.message.Messages;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages in the journal, and what is left of one that this version does not know. */
class JournalMessagesTest {
  static Stream<Message> messages() {
    Message cause = Message.ofWords("can't lock file \"x\" - got timeout");
    return Stream.of(
        cause,
        Message.recorded("As it was."),
        Message.of(MessageKey.WARNINGS, 3),
        Message.of(MessageKey.WAITING, "launch", List.of("a", "b"), "x"),
        Message.of(MessageKey.NEVER_CAME_UP, cause, Duration.ofMillis(120_500)),
        Message.sentences(
            List.of(
                Message.of(MessageKey.START_FAILED, "x", cause),
                Message.of(MessageKey.CRASHED, PowerState.CRASHED.message("io-error")))));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageIsReadAsItWasWritten(Message message) {
    assertEquals(message, JournalMessages.read(JournalMessages.write(message)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'key':'OF_A_LATER_VERSION','arguments':{},'text':'Some text.'}",
        "{'key':'STARTED','arguments':{},'text':'Some text.'}",
        "{'key':'STARTED','arguments':{'vm':true},'text':'Some text.'}",
        "{'key':'WARNINGS','arguments':{'count':1e99},'text':'Some text.'}",
        "{'key':'OVERDUE','arguments':{'vm':'a','limit':{'duration':'long'}},'text':'Some text.'}",
        "{'key':'POWER','arguments':{'kind':'floating','qmp':''},'text':'Some text.'}",
        "{'key':'CRASHED','arguments':{'state':[[]]},'text':'Some text.'}",
        "{'text':'Some text.'}"
      })
  void oneThatIsNotKnownIsItsText(String json) {
    try (JsonReader reader =
        JournalFormat.JSON.createReader(new StringReader(json.replace('\'', '"')))) {
      JsonObject object = reader.readObject();
      assertEquals("Some text.", Messages.text(JournalMessages.read(object)));
    }
  }

  @Test
  void aNestedOneKeepsTheRestOfItsMessage() {
    Message failed = Message.of(MessageKey.START_FAILED, "x", Message.ofWords("no"));
    String written = JournalMessages.write(failed).toString().replace("PVE_WORDS", "LATER");
    try (JsonReader reader = JournalFormat.JSON.createReader(new StringReader(written))) {
      Message read = JournalMessages.read(reader.readObject());
      assertEquals(Message.of(MessageKey.START_FAILED, "x", Message.recorded("no")), read);
    }
  }
}
