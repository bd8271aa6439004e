package io.github.riskyproxmox.config;

import java.util.regex.Pattern;

/**
 * The name of a Proxmox API token; not a secret.
 *
 * @param value {@code USER@REALM!TOKENID}
 */
public record TokenId(String value) {
  // pve-access-control, PVE/Auth/Plugin.pm and PVE/AccessControl.pm: a token id is a letter and at
  // least one more character.
  private static final Pattern FORM =
      Pattern.compile("[^\\s:/!]+@[A-Za-z][A-Za-z0-9.\\-_]+![A-Za-z][A-Za-z0-9.\\-_]+");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException with a message that says what to write instead
   */
  public TokenId {
    if (value.contains("=")) {
      // Somebody pasted id and secret together, so the message does not repeat the value.
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
