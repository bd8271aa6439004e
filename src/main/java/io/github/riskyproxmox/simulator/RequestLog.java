package io.github.riskyproxmox.simulator;

import io.github.riskyproxmox.simulator.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The newest 20,000 requests. The limit is for demos that run for weeks. */
final class RequestLog {
  private static final int MOST = 20_000;
  private static final String BASE = "/api2/json";
  private final Deque<RecordedRequest> requests = new ArrayDeque<>();

  RecordedRequest add(HttpRequest request, Instant arrival) {
    String path = request.path();
    RecordedRequest recorded =
        new RecordedRequest(
            request.method(),
            path.startsWith(BASE) ? path.substring(BASE.length()) : path,
            parameters(request),
            arrival);
    synchronized (requests) {
      if (requests.size() >= MOST) {
        requests.removeFirst();
      }
      requests.addLast(recorded);
    }
    return recorded;
  }

  List<RecordedRequest> all() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  private static Map<String, String> parameters(HttpRequest request) {
    try {
      return Map.copyOf(RequestParameters.of(request));
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }
}
