package io.github.riskyproxmox.simulator.http;

import java.util.Map;

/**
 * An answer.
 *
 * @param status an HTTP status, or one of AnyEvent's own: 595, 596, 599
 * @param reason the reason phrase; only its first line is sent, as Proxmox does (http-server
 *     AnyEvent.pm:response)
 * @param headers in addition to those of every answer
 * @param body empty for an answer without body and Content-Length
 * @param forwarded whether pvedaemon answered: then there are two Connection headers
 */
public record HttpReply(
    int status, String reason, Map<String, String> headers, String body, boolean forwarded) {

  /** An answer without a body. */
  public static HttpReply empty(int status, String reason) {
    return new HttpReply(status, reason, Map.of(), "", false);
  }

  /** An answer of plain text without a Content-Type, as Proxmox's own HTTP errors are. */
  public static HttpReply text(int status, String text) {
    return new HttpReply(status, text, Map.of(), text, false);
  }

  /** An answer with a body of some type. */
  public static HttpReply of(int status, String reason, String contentType, String body) {
    return new HttpReply(status, reason, Map.of("Content-Type", contentType), body, false);
  }

  /** The same, as pveproxy forwards it. */
  public HttpReply asForwarded() {
    return new HttpReply(status, reason, headers, body, true);
  }
}
