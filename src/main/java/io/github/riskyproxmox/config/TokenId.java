package io.github.riskyproxmox.config;

import java.util.regex.Pattern;

/**
 * A Proxmox API token's name; not a secret.
 *
 * @param value {@code USER@REALM!TOKENID}
 */
public record TokenId(String value) {
  // pve-access-control, PVE/Auth/Plugin.pm and PVE/AccessControl.pm: a token id is a letter and
  // then at least one more character, so it has at least two.
  private static final Pattern FORM =
      Pattern.compile("[^\\s:/!]+@[A-Za-z][A-Za-z0-9.\\-_]+![A-Za-z][A-Za-z0-9.\\-_]+");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException whose message is a sentence that says what to write instead
   */
  public TokenId {
    if (value.contains("=")) {
      // Somebody pasted id and secret together: do not repeat it.
      throw new IllegalArgumentException(
          "PVE_TOKEN_ID contains \"=\": write only the part before it, such as"
              + " launcher@pve!agent, and the part after it in PVE_TOKEN_SECRET.");
    }
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "PVE_TOKEN_ID is \""
              + Secret.shown(value)
              + "\"; write USER@REALM!TOKENID, such as launcher@pve!agent (the part after the ! has"
              + " at least two characters).");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
