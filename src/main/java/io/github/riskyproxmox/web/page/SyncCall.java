package io.github.riskyproxmox.web.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A page's question for news, without a dialog open: two pages that show the same and ask at the
 * same revision get the same answer.
 *
 * @param epoch which run of the agent the page shows
 * @param revision which revision of it
 * @param look how its cards are drawn
 * @param busy the cards it shows as taking part in a launch
 */
record SyncCall(String epoch, String revision, String look, String busy) {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9+/_=-]{16,100}");
  private static final int LONGEST = 400;

  /**
   * What is the page's own in such a call.
   *
   * @param number the script's count of its calls
   * @param nonce of the page's content policy
   */
  record Own(String number, String nonce) {}

  /** The request as such a call; empty if it is anything else. */
  static Optional<SyncCall> of(HttpServletRequest request) {
    boolean asksForNews =
        request.getMethod().equals("POST")
            && parameter(request, "jakarta.faces.partial.ajax").equals("true")
            && parameter(request, "do").equals("sync")
            && parameter(request, "vmid").isEmpty()
            && parameter(request, "open").isEmpty();
    SyncCall call =
        new SyncCall(
            parameter(request, "epoch"),
            parameter(request, "revision"),
            parameter(request, "look"),
            parameter(request, "busy"));
    return asksForNews && call.length() <= LONGEST ? Optional.of(call) : Optional.empty();
  }

  /** What is the page's own in it; empty if that cannot be put into an answer as it is. */
  static Optional<Own> own(HttpServletRequest request) {
    String number = parameter(request, "call");
    String nonce = parameter(request, "primefaces.nonce");
    return NUMBER.matcher(number).matches() && NONCE.matcher(nonce).matches()
        ? Optional.of(new Own(number, nonce))
        : Optional.empty();
  }

  private int length() {
    return epoch.length() + revision.length() + look.length() + busy.length();
  }

  private static String parameter(HttpServletRequest request, String name) {
    return Optional.ofNullable(request.getParameter(name)).orElse("");
  }
}
