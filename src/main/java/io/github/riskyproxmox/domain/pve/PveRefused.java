package io.github.riskyproxmox.domain.pve;

import java.util.Map;

/** Proxmox said no: stop, and pass on its words. */
public final class PveRefused extends PveException {
  private static final long serialVersionUID = 1L;

  /** On what grounds. */
  public enum Reason {
    /** 401: the token is wrong, expired or unknown. */
    TOKEN,
    /** 403: a privilege is missing. */
    PERMISSION,
    /** 400: a parameter PVE does not take. */
    PARAMETER,
    /** 500, 501 and other errors with PVE's own sentence. */
    HANDLER,
    /** The certificate is not the pinned one, or does not verify. */
    CERTIFICATE
  }

  private final Reason reason;
  private final String words;
  private final transient Map<String, String> errors;

  /**
   * A refusal.
   *
   * @param reason on what grounds
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

  /** On what grounds. */
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
