package io.github.riskyproxmox.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/** A text that must not be seen: it never prints itself. */
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
   * A text to be shown, without what looks like a token's secret: it may have been pasted into the
   * wrong setting.
   */
  static String shown(String text) {
    return UUID.matcher(text).replaceAll(HIDDEN);
  }

  /** The text without the secret, wherever it is in it; too short ones would tear up the text. */
  public String removedFrom(String foreign) {
    return text.length() < SHORTEST ? foreign : foreign.replace(text, HIDDEN);
  }

  /** The text itself, for the one place that has to send it. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
  }

  /** The same for all secrets, so that not even a hash leaves here. */
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  /** Never the text. */
  @Override
  public String toString() {
    return HIDDEN;
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
