package io.github.riskyproxmox.domain.pve;

/** The answer is not one of Proxmox: stop. */
public final class PveProtocolError extends PveException {
  private static final long serialVersionUID = 1L;

  /**
   * An answer that could not be understood.
   *
   * @param message a sentence that names the path and what was wrong with the answer
   */
  public PveProtocolError(String message) {
    super(message);
  }

  /** The same, with a cause. */
  public PveProtocolError(String message, Throwable cause) {
    super(message, cause);
  }
}
