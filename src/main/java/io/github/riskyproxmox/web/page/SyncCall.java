package io.github.riskyproxmox.web.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A page's request for changes, without an open dialog. Pages with equal values get the same
 * response.
 *
 * @param epoch the epoch that the page shows
 * @param revision the revision that the page shows
 * @param look identifies the style of its cards
 * @param busy the cards that it shows as part of a launch
 */
record SyncCall(String epoch, String revision, String look, String busy) {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9+/_=-]{16,100}");
  private static final int LONGEST = 400;

  /**
   * The values of such a request that differ between pages.
   *
   * @param number the number of the request
   * @param nonce the nonce of the page's Content-Security-Policy
   */
  record Own(String number, String nonce) {}

  /** Reads such a request; empty for any other request. */
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

  /** The values that differ between pages; empty if they cannot be inserted into a response. */
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
