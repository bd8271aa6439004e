package io.github.riskyproxmox.domain.pve;

/** Proxmox, or the node that should answer, cannot be reached: retry. */
public final class PveUnavailable extends PveException {
  private static final long serialVersionUID = 1L;

  /** Whether the request may have had an effect. */
  public enum Delivery {
    /** It is known not to have arrived: connection refused, no route, TLS not established. */
    NOT_DELIVERED,
    /** It may have arrived: the answer was lost, cut off, or too late. */
    UNCERTAIN
  }

  private final Delivery delivery;

  /**
   * A failure that is worth a retry.
   *
   * @param message a sentence that names host and reason, never the secret
   * @param delivery whether the request may have arrived
   * @param cause the transport's exception
   */
  public PveUnavailable(String message, Delivery delivery, Throwable cause) {
    super(message, cause);
    this.delivery = delivery;
  }

  /** The same without a cause, for answers such as 595. */
  public PveUnavailable(String message, Delivery delivery) {
    super(message);
    this.delivery = delivery;
  }

  /** Whether the request may have had an effect. */
  public Delivery delivery() {
    return delivery;
  }
}
