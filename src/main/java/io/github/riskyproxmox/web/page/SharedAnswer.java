package io.github.riskyproxmox.web.page;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Faces answered one page, for others that asked the same.
 *
 * @param news the changes, the same for all but for the nonce of scripts in them
 * @param end the rest, which has what is each page's own: its call, its nonce, the time
 * @param nonce of the page it was made for; nobody else can know it, so it is nowhere by chance
 */
record SharedAnswer(String news, String end, String nonce) {
  private static final String ARGUMENTS = "<extension ln=\"primefaces\" type=\"args\">";
  private static final String QUOTE = "(?:\"|&#34;|&quot;)";
  private static final Pattern CALL =
      Pattern.compile("(" + QUOTE + "call" + QUOTE + ":" + QUOTE + ")\\d+");
  private static final Pattern NOW = Pattern.compile("(" + QUOTE + "now" + QUOTE + ":)\\d+");

  /** Takes it apart; empty if it is an error, or not as expected. */
  static Optional<SharedAnswer> of(String text, String nonce) {
    // What stands before is text of others; the last of them is Faces' own.
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

  /** For that page, at that time. */
  String forPage(SyncCall.Own own, Instant now) {
    String called = CALL.matcher(end).replaceFirst("$1" + own.number());
    String timed = NOW.matcher(called).replaceFirst("$1" + now.toEpochMilli());
    return (news + timed).replace(nonce, own.nonce());
  }
}
