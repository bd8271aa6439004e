package io.github.riskyproxmox.web.page;

import java.nio.charset.StandardCharsets;

/**
 * Collects text up to a limit in bytes of UTF-8, and throws {@link Full} above it. How large a
 * small note becomes is known only while it is rendered.
 */
final class BoundedText implements Appendable {
  private final StringBuilder text = new StringBuilder();
  private final int limit;
  private int bytes;

  /** Creates a buffer with that limit in bytes. */
  BoundedText(int limit) {
    this.limit = limit;
  }

  /** Ends the rendering in a library that has no limits of its own. */
  static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Full() {
      super("The text is longer than allowed.", null, false, false);
    }
  }

  @Override
  public BoundedText append(CharSequence part) {
    return append(part, 0, part.length());
  }

  @Override
  public BoundedText append(CharSequence part, int start, int end) {
    for (int i = start; i < end; i++) {
      count(part.charAt(i));
    }
    text.append(part, start, end);
    return this;
  }

  @Override
  public BoundedText append(char unit) {
    count(unit);
    text.append(unit);
    return this;
  }

  /** Counts half of a surrogate pair as two bytes. */
  private void count(char unit) {
    bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    if (bytes > limit) {
      throw new Full();
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** The length of the text in bytes of UTF-8. */
  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
