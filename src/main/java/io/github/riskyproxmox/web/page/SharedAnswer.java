package io.github.riskyproxmox.web.page;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A response of Faces to one page, for other pages with the same request.
 *
 * @param news the changes; equal for all pages except for the nonce of scripts
 * @param end the rest, with the values of each page: call number, nonce, time
 * @param nonce the nonce of the first page; it is random, so no other text contains it
 */
record SharedAnswer(String news, String end, String nonce) {
  private static final String ARGUMENTS = "<extension ln=\"primefaces\" type=\"args\">";
  private static final String QUOTE = "(?:\"|&#34;|&quot;)";
  private static final Pattern CALL =
      Pattern.compile("(" + QUOTE + "call" + QUOTE + ":" + QUOTE + ")\\d+");
  private static final Pattern NOW = Pattern.compile("(" + QUOTE + "now" + QUOTE + ":)\\d+");

  /** Splits a response; empty for an error or an unexpected format. */
  static Optional<SharedAnswer> of(String text, String nonce) {
    // Earlier occurrences may be untrusted text; the last one is that of Faces.
    int at = text.lastIndexOf(ARGUMENTS);
    if (at < 0 || text.contains("<error>")) {
      return Optional.empty();
    }
    String end = text.substring(at);
    boolean asExpected = CALL.matcher(end).find() && NOW.matcher(end).find() && end.contains(nonce);
    return asExpected
        ? Optional.of(new SharedAnswer(text.substring(0, at), end, nonce))
        : Optional.empty();
  }

  /** The response for that page at that time. */
  String forPage(SyncCall.Own own, Instant now) {
    String called = CALL.matcher(end).replaceFirst("$1" + own.number());
    String timed = NOW.matcher(called).replaceFirst("$1" + now.toEpochMilli());
    return (news + timed).replace(nonce, own.nonce());
  }
}
