package io.github.riskyproxmox.proxmox.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One request.
 *
 * @param method GET, POST or DELETE
 * @param target path and query as they go on the wire
 * @param headers without Host, Authorization, Content-Length and Connection
 * @param body empty where there is none
 */
record PveRequest(String method, String target, Map<String, String> headers, byte[] body) {
  /** Whether asking twice does no harm. */
  boolean isRead() {
    return method.equals("GET");
  }

  /** What people may read of it. */
  @Override
  public String toString() {
    return method + " " + target.replaceFirst("\\?.*", "").replaceFirst("^/api2/json", "");
  }

  byte[] head(String authority, String authorization) {
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(authority).append("\r\n");
    head.append("Authorization: ").append(authorization).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (!isRead()) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
      head.append("Connection: close\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
