package io.github.riskyproxmox.monitor;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A CDI event that records what is fired and passes it to one listener. */
public final class RecordedEvents<T> implements Event<T> {
  private final List<T> fired = new ArrayList<>();
  private Consumer<T> listener = event -> {};

  /** Everything fired so far. */
  public List<T> fired() {
    return List.copyOf(fired);
  }

  /** Sets the listener. */
  public void setListener(Consumer<T> newListener) {
    listener = newListener;
  }

  @Override
  public void fire(T event) {
    fired.add(event);
    listener.accept(event);
  }

  @Override
  public <U extends T> CompletionStage<U> fireAsync(U event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Event<T> select(Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }
}
