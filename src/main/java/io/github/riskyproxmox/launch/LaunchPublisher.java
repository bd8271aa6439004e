package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.JournalTrouble;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.message.Message;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Publishes reports of launches and problems of the journal. A listener's failure is only logged.
 */
final class LaunchPublisher {
  private static final Logger LOG = Logger.getLogger(LaunchPublisher.class.getName());

  private final LaunchHistory history;
  private final Consumer<LaunchReport> reports;
  private final Consumer<JournalTrouble> troubles;
  private final AtomicReference<Optional<Message>> lastComplaint =
      new AtomicReference<>(Optional.empty());

  LaunchPublisher(
      LaunchHistory history, Consumer<LaunchReport> reports, Consumer<JournalTrouble> troubles) {
    this.history = history;
    this.reports = reports;
    this.troubles = troubles;
  }

  void publish(LaunchReport report) {
    safely(() -> reports.accept(report));
    publishTrouble();
  }

  /** Publishes what is wrong with the journal, if that has changed. */
  void publishTrouble() {
    Optional<Message> now = history.complaint();
    if (!lastComplaint.getAndSet(now).equals(now)) {
      safely(() -> troubles.accept(new JournalTrouble(now)));
    }
  }

  private static void safely(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException | Error failed) {
      LOG.log(Level.WARNING, "A listener to launches failed.", failed);
    }
  }
}
