package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BytesTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  @Test
  void aPartHasItsUnitOnlyWhereItDiffersFromThatOfTheWhole() {
    assertEquals("1.5", Bytes.part(GIB + 512 * MIB, 48 * GIB));
    assertEquals("512 MiB", Bytes.part(512 * MIB, 48 * GIB));
    assertEquals("256", Bytes.part(256 * MIB, 512 * MIB));
  }
}
