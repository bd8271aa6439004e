package io.github.riskyproxmox.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/** A text that must stay secret: {@link #toString} does not print it. */
public final class Secret {
  private static final String HIDDEN = "(secret)";
  private static final int SHORTEST = 8;
  private static final Pattern UUID =
      Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

  private final String text;

  /** Wraps a text, unchanged. */
  public Secret(String text) {
    this.text = text;
  }

  /**
   * Removes everything that looks like the secret of a token from a text for display. A user may
   * have pasted it into the wrong setting.
   */
  static String shown(String text) {
    return UUID.matcher(text).replaceAll(HIDDEN);
  }

  /**
   * Removes the secret from a text. Does nothing for a secret so short that it occurs by chance.
   */
  public String removedFrom(String foreign) {
    return text.length() < SHORTEST ? foreign : foreign.replace(text, HIDDEN);
  }

  /** The secret text. Only the code that sends it to Proxmox may call this. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
  }

  /** The same for all secrets, so that a hash reveals nothing. */
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  /** Returns a placeholder. */
  @Override
  public String toString() {
    return HIDDEN;
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
