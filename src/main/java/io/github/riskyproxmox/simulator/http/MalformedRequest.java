package io.github.riskyproxmox.simulator.http;

/** Proxmox's server would not accept the request. */
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
