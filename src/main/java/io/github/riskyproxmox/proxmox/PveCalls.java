package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import jakarta.ws.rs.ProcessingException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls the Rest Client so that a call fails with exceptions of the domain only. */
final class PveCalls {
  private PveCalls() {}

  /**
   * What the answer holds.
   *
   * @param what names the call, for people
   * @param call asks
   * @param content takes the data out of the answer
   * @throws PveException if it fails or has no data
   */
  static <R, T> T data(String what, Supplier<@Nullable R> call, Function<R, @Nullable T> content) {
    R reply = reply(what, call);
    T data = reply == null ? null : content.apply(reply);
    if (data == null) {
      throw new PveProtocolError("Proxmox answered " + what + " without data.");
    }
    return data;
  }

  /** The answer; null if it is empty or null itself. */
  static <R> @Nullable R reply(String what, Supplier<@Nullable R> call) {
    try {
      return call.get();
    } catch (ProcessingException wrapped) {
      throw unwrapped(what, wrapped);
    }
  }

  private static PveException unwrapped(String what, ProcessingException wrapped) {
    Optional<PveException> own =
        Stream.<Throwable>iterate(wrapped, cause -> cause != null, Throwable::getCause)
            .limit(20)
            .filter(PveException.class::isInstance)
            .map(PveException.class::cast)
            .findFirst();
    return own.orElseGet(
        () ->
            new PveProtocolError("Proxmox's answer to " + what + " was not understood.", wrapped));
  }
}
