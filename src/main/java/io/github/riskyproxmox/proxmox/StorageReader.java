package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.Storage;
import io.github.riskyproxmox.domain.vm.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Reads the storages of a node, with a time limit: PVE activates each of them first, and one that
 * hangs delays the answer (pve-api.md §13). A node is asked once at a time, so that a hanging
 * storage holds one thread only.
 */
final class StorageReader {
  private final Function<NodeName, List<Storage>> source;
  private final Executor executor;
  private final Duration limit;
  private final Map<NodeName, CompletableFuture<List<Storage>>> underWay =
      new ConcurrentHashMap<>();

  StorageReader(Function<NodeName, List<Storage>> source, Executor executor, Duration limit) {
    this.source = source;
    this.executor = executor;
    this.limit = limit;
  }

  /**
   * The storages.
   *
   * @throws PveException where they cannot be read within the limit
   */
  List<Storage> of(NodeName node) {
    CompletableFuture<List<Storage>> fresh = new CompletableFuture<>();
    CompletableFuture<List<Storage>> known = underWay.putIfAbsent(node, fresh);
    if (known == null) {
      ask(node, fresh);
      return await(node, fresh);
    }
    return await(node, known);
  }

  private void ask(NodeName node, CompletableFuture<List<Storage>> answer) {
    try {
      executor.execute(() -> read(node, answer));
    } catch (RejectedExecutionException busy) {
      underWay.remove(node, answer);
      answer.completeExceptionally(
          new PveUnavailable(
              "No thread could ask for the storages of node " + node + ".",
              PveUnavailable.Delivery.NOT_DELIVERED,
              busy));
    }
  }

  private void read(NodeName node, CompletableFuture<List<Storage>> answer) {
    try {
      List<Storage> storages = source.apply(node);
      // The next caller after this answer gets a newer one.
      underWay.remove(node, answer);
      answer.complete(storages);
    } catch (RuntimeException failure) {
      underWay.remove(node, answer);
      answer.completeExceptionally(failure);
    }
  }

  private List<Storage> await(NodeName node, CompletableFuture<List<Storage>> answer) {
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof PveException own) {
        throw own;
      }
      throw new PveProtocolError("The storages of node " + node + " could not be read.", failed);
    } catch (TimeoutException hangs) {
      throw new PveUnavailable(
          "Proxmox has not listed the storages of node %s within %s s."
              .formatted(node, limit.toSeconds()),
          PveUnavailable.Delivery.UNCERTAIN,
          hangs);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new PveUnavailable(
          "The agent is stopping.", PveUnavailable.Delivery.UNCERTAIN, stopping);
    }
  }
}
