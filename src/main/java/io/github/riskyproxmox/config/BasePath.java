package io.github.riskyproxmox.config;

import java.util.regex.Pattern;

/**
 * The path that everything is served below, such as {@code /vms}.
 *
 * @param value empty for the root; else it begins with a slash and does not end with one
 */
public record BasePath(String value) {
  /** Everything is served at the root. */
  public static final BasePath ROOT = new BasePath("");

  private static final String SEGMENT = "(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,64}";
  private static final Pattern FORM = Pattern.compile("(?:/" + SEGMENT + "){0,4}");

  /**
   * Reads BASE_PATH; a single slash means the root.
   *
   * @throws IllegalArgumentException with a message that says what to write instead
   */
  public static BasePath parse(String text) {
    if (text.equals("/")) {
      return ROOT;
    }
    if (FORM.matcher(text).matches()) {
      return new BasePath(text);
    }
    String likely = "/" + text.replaceAll("^/+|/+$", "");
    String words = "BASE_PATH is \"" + Secret.shown(text) + "\"; write ";
    throw new IllegalArgumentException(
        FORM.matcher(likely).matches()
            ? words + likely + ", with a slash at the beginning and none at the end."
            : words
                + "only the path, such as /vms: a slash, then letters, digits and - . _ ~; no host,"
                + " no \"..\", no ? and no spaces.");
  }

  /** The page's URL, by that of the root, which ends with a slash. */
  public String below(String root) {
    return isRoot() ? root : root + value.substring(1) + "/";
  }

  /** Whether everything is served at the root. */
  public boolean isRoot() {
    return value.isEmpty();
  }

  @Override
  public String toString() {
    return value + "/";
  }
}
