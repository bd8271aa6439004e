package io.github.riskyproxmox.bench;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/** Event streams, opened as a page opens them. */
final class Streams implements AutoCloseable {
  private final ExecutorService threads = Executors.newFixedThreadPool(2, Streams::daemon);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  private final List<CompletableFuture<?>> exchanges = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final OnChange onChange;

  private Streams(OnChange onChange) {
    this.onChange = onChange;
  }

  /** Receives changes. */
  interface OnChange {
    /** Called for each change on the stream with that number. */
    void seen(int stream, Instant at);
  }

  /** Opens streams, and returns when each has received its first event. */
  static Streams open(ServerProcess agent, int count, OnChange onChange) throws Exception {
    Streams streams = new Streams(onChange);
    for (int i = 0; i < count; i++) {
      streams.open(agent, i);
    }
    Wait.until(
        count + " streams are open", Duration.ofSeconds(30), () -> streams.begun.get() == count);
    return streams;
  }

  private void open(ServerProcess agent, int number) {
    Listener listener = new Listener(number);
    listeners.add(listener);
    HttpRequest request =
        HttpRequest.newBuilder(agent.url("api/events?vms=false"))
            .header("Accept", "text/event-stream")
            .build();
    exchanges.add(
        client.sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(listener)));
  }

  /** How many streams ended although {@link #close} was not called. */
  long lost() {
    return exchanges.stream().filter(CompletableFuture::isDone).count();
  }

  @Override
  public void close() {
    listeners.forEach(Listener::cancel);
    exchanges.forEach(exchange -> exchange.cancel(true));
    threads.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "streams");
    thread.setDaemon(true);
    return thread;
  }

  private final class Listener implements Flow.Subscriber<String> {
    private final int number;
    private volatile boolean cancelled;
    private Flow.Subscription subscription;

    Listener(int number) {
      this.number = number;
    }

    @Override
    public void onSubscribe(Flow.Subscription offered) {
      subscription = offered;
      offered.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      if (line.equals("event: snapshot")) {
        begun.incrementAndGet();
      } else if (line.equals("event: change") && !cancelled) {
        onChange.seen(number, Instant.now());
      }
    }

    void cancel() {
      cancelled = true;
      if (subscription != null) {
        subscription.cancel();
      }
    }

    @Override
    public void onError(Throwable gone) {
      cancelled = true;
    }

    @Override
    public void onComplete() {
      cancelled = true;
    }
  }
}
