package io.github.riskyproxmox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static final String PASTED = "0b5d3c1e-7f0a-4a55-9b1e-3f6c2d1a9e77";

  @Test
  void theSecretIsRemovedFromOtherTexts() {
    assertEquals(
        "no such token u@pve!t=(secret)!",
        new Secret(PASTED).removedFrom("no such token u@pve!t=" + PASTED + "!"));
    assertEquals("a word", new Secret("a").removedFrom("a word"));
  }

  @Test
  void aSecretInTheWrongSettingIsNotRepeated() {
    InvalidSettings invalid =
        assertThrows(
            InvalidSettings.class,
            () ->
                Settings.from(
                    Map.of(
                        "PVE_HOST",
                        "pve.lan",
                        "PVE_TOKEN_ID",
                        "u@pve!t " + PASTED,
                        "PVE_TOKEN_SECRET_FILE",
                        PASTED)));

    assertEquals(2, invalid.problems().size(), invalid.getMessage());
    assertFalse(invalid.getMessage().contains(PASTED), invalid.getMessage());
  }
}
