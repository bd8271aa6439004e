package io.github.riskyproxmox.domain.pve;

/** What came back is not what Proxmox says: stop. */
public final class PveProtocolError extends PveException {
  private static final long serialVersionUID = 1L;

  /**
   * An answer that was not understood.
   *
   * @param message a sentence that names the path and what was wrong with the answer
   */
  public PveProtocolError(String message) {
    super(message);
  }

  /** The same with a cause. */
  public PveProtocolError(String message, Throwable cause) {
    super(message, cause);
  }
}
