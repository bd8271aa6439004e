package io.github.riskyproxmox.simulator.http;

/** What came is not a request that Proxmox's server takes. */
final class MalformedRequest extends Exception {
  private static final long serialVersionUID = 1L;
  private final int status;

  MalformedRequest(int status, String message) {
    super(message);
    this.status = status;
  }

  HttpReply reply() {
    return HttpReply.text(status, getMessage());
  }
}
