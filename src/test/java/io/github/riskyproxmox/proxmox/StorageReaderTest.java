package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.Storage;
import io.github.riskyproxmox.domain.vm.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class StorageReaderTest {
  private static final NodeName NODE = new NodeName("pve");
  private static final List<Storage> STORAGES = List.of(new Storage("local", true, true));

  @Test
  void oneThatHangsIsGivenUpAndAskedNoSecondTimeMeanwhile() {
    List<Runnable> hanging = new ArrayList<>();
    StorageReader round = new StorageReader(node -> STORAGES, hanging::add, Duration.ofMillis(10));
    assertThrows(PveUnavailable.class, () -> round.of(NODE));
    assertThrows(PveUnavailable.class, () -> round.of(NODE));
    assertEquals(1, hanging.size());

    hanging.remove(0).run();
    assertThrows(PveUnavailable.class, () -> round.of(NODE));
    assertEquals(1, hanging.size());
  }

  @Test
  void whatIsAnsweredIsNotKept() {
    List<NodeName> asked = new ArrayList<>();
    StorageReader round =
        new StorageReader(
            node -> {
              asked.add(node);
              return STORAGES;
            },
            Runnable::run,
            Duration.ofSeconds(5));
    assertEquals(STORAGES, round.of(NODE));
    assertEquals(STORAGES, round.of(NODE));
    assertEquals(List.of(NODE, NODE), asked);
  }

  @Test
  void everyFailureIsOneOfProxmox() {
    PveProtocolError own = new PveProtocolError("no");
    assertSame(
        own,
        assertThrows(
            PveProtocolError.class,
            () ->
                new StorageReader(
                        node -> {
                          throw own;
                        },
                        Runnable::run,
                        Duration.ofSeconds(5))
                    .of(NODE)));
    assertThrows(
        PveProtocolError.class,
        () ->
            new StorageReader(
                    node -> {
                      throw new IllegalStateException("a bug");
                    },
                    Runnable::run,
                    Duration.ofSeconds(5))
                .of(NODE));
    assertThrows(
        PveUnavailable.class,
        () ->
            new StorageReader(
                    node -> STORAGES,
                    task -> {
                      throw new RejectedExecutionException();
                    },
                    Duration.ofSeconds(5))
                .of(NODE));
  }
}
