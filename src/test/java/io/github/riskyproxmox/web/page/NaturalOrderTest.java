package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

  @Test
  void numbersInNamesCountAsNumbersAndCaseDoesNot() {
    List<String> names =
        List.of("vm-10", "Win11", "vm-9", "vm", "alpha", "vm-2b", "vm-2a", "9", "10");

    assertEquals(
        List.of("9", "10", "alpha", "vm", "vm-2a", "vm-2b", "vm-9", "vm-10", "Win11"),
        names.stream().sorted(new NaturalOrder()).toList());
  }

  @Test
  void aNumberOfAnyLengthIsCompared() {
    List<String> names =
        List.of("a99999999999999999999999", "a100000000000000000000000", "a007", "a8");

    assertEquals(
        List.of("a007", "a8", "a99999999999999999999999", "a100000000000000000000000"),
        names.stream().sorted(new NaturalOrder()).toList());
  }
}
