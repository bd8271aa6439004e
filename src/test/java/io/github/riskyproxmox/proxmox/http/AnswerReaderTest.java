package io.github.riskyproxmox.proxmox.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  @Test
  void aForwardedAnswerWithTwoConnectionHeadersLeavesTheConnectionUsable() throws IOException {
    PveResponse answer =
        read(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nConnection: Keep-Alive\r\n"
                + "Content-Length: 2\r\n\r\n{}");

    assertTrue(answer.reusable());
    assertEquals("{}", text(answer));
  }

  @Test
  void anErrorWithoutLengthEndsWithTheConnection() throws IOException {
    PveResponse answer = read("HTTP/1.1 595 No route to host\r\nConnection: close\r\n\r\n");

    assertEquals(595, answer.status());
    assertEquals("No route to host", answer.reason());
    assertEquals("", text(answer));
    assertFalse(answer.reusable());
  }

  @Test
  void withoutALengthTheConnectionCannotBeUsedAgain() throws IOException {
    assertFalse(read("HTTP/1.1 200 OK\r\nConnection: Keep-Alive\r\n\r\n{}").reusable());
    assertFalse(read("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}").reusable());
  }

  @Test
  void chunksArePutTogether() throws IOException {
    PveResponse answer =
        read(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "4\r\n{\"da\r\n5;x=y\r\nta\":1\r\n1\r\n}\r\n0\r\nTrailer: x\r\n\r\n");

    assertEquals("{\"data\":1}", text(answer));
    assertTrue(answer.reusable());
  }

  @Test
  void anAnswerBeforeTheAnswerIsSkipped() throws IOException {
    assertEquals(
        200,
        read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").status());
  }

  @Test
  void aReasonPhraseMayBeEmptyAndMayHoldAnyLetters() throws IOException {
    assertEquals("", read("HTTP/1.1 500\r\nContent-Length: 0\r\n\r\n").reason());
    assertEquals(
        "größe fehlt", read("HTTP/1.1 500 größe fehlt \r\nContent-Length: 0\r\n\r\n").reason());
    assertEquals(
        Optional.of("b"),
        read("HTTP/1.1 200 OK\r\nX: a\r\nx: b\r\nContent-Length: 0\r\n\r\n").header("x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2 200 OK\r\n\r\n",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"
      })
  void whatIsNotHttpOrTooMuchIsRefused(String bytes) {
    assertThrows(ProtocolException.class, () -> read(bytes));
  }

  @Test
  void endlessHeadersAndBodiesAreRefused() {
    assertThrows(ProtocolException.class, () -> read("HTTP/1.1 200 " + "x".repeat(20_000)));
    assertThrows(
        ProtocolException.class, () -> read("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(1_000)));
    assertThrows(
        ProtocolException.class, () -> read("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(2_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 2",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1234",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123"
      })
  void whatIsCutOffIsSeenToBe(String bytes) {
    assertThrows(EOFException.class, () -> read(bytes));
  }

  private static PveResponse read(String bytes) throws IOException {
    return new AnswerReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8)), 1_000)
        .read();
  }

  private static String text(PveResponse answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
