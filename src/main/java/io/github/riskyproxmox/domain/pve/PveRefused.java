package io.github.riskyproxmox.domain.pve;

import java.util.Map;

/** Proxmox refused the request: stop, and report its words. */
public final class PveRefused extends PveException {
  private static final long serialVersionUID = 1L;

  /** Why it refused. */
  public enum Reason {
    /** 401: the token is wrong, expired or unknown. */
    TOKEN,
    /** 403: a privilege is missing. */
    PERMISSION,
    /** 400: PVE does not accept a parameter. */
    PARAMETER,
    /** 500, 501 and other errors with PVE's own sentence. */
    HANDLER,
    /** The certificate is not the pinned one, or cannot be verified. */
    CERTIFICATE
  }

  private final Reason reason;
  private final String words;
  private final transient Map<String, String> errors;

  /**
   * A refusal.
   *
   * @param reason why it refused
   * @param message a sentence for people: what is wrong and what to do
   * @param words PVE's own words, trimmed; never empty
   * @param errors PVE's words by parameter; empty unless {@link Reason#PARAMETER}
   */
  public PveRefused(Reason reason, String message, String words, Map<String, String> errors) {
    super(message);
    this.reason = reason;
    this.words = words;
    this.errors = Map.copyOf(errors);
  }

  /** Why it refused. */
  public Reason reason() {
    return reason;
  }

  /** PVE's own words. */
  public String words() {
    return words;
  }

  /** PVE's words by parameter. */
  public Map<String, String> errors() {
    return errors;
  }
}
