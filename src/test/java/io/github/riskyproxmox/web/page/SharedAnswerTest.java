package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedAnswerTest {
  private static final String HEAD =
      "<partial-response><changes><update id=\"f:changes\"><![CDATA[";
  private static final String FIRST = "YWJjYWJjYWJjYWJj";
  private static final String OTHER = "ZGVmZGVmZGVmZGVm";
  private static final String ARGUMENTS = "<extension ln=\"primefaces\" type=\"args\">";

  @Test
  void eachPageGetsItsOwnCallNumberTimeAndNonce() {
    String hostile = "PrimeFaces.csp.init('x') " + ARGUMENTS + "{&#34;call&#34;:&#34;1&#34;}";
    String answer =
        HEAD + hostile + "]]></update>" + end("7", "1000", FIRST) + "</changes></partial-response>";

    String other =
        SharedAnswer.of(answer, FIRST)
            .orElseThrow()
            .forPage(new SyncCall.Own("12", OTHER), Instant.ofEpochMilli(2000));

    assertEquals(
        HEAD
            + hostile
            + "]]></update>"
            + end("12", "2000", OTHER)
            + "</changes></partial-response>",
        other);
  }

  private static String end(String call, String now, String nonce) {
    return ARGUMENTS
        + "{&#34;call&#34;:&#34;"
        + call
        + "&#34;,&#34;now&#34;:"
        + now
        + "}</extension><eval><![CDATA[if(window.PrimeFaces){PrimeFaces.csp.init('"
        + nonce
        + "');};]]></eval>";
  }

  @Test
  void anErrorIsNotShared() {
    String error = "<error><error-name>x</error-name></error>" + end("7", "1000", FIRST);
    assertTrue(SharedAnswer.of(error, FIRST).isEmpty());
    assertEquals(Optional.empty(), SharedAnswer.of("<partial-response/>", FIRST));
  }
}
