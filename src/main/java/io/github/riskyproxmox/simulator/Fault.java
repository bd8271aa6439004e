package io.github.riskyproxmox.simulator;

import io.github.riskyproxmox.simulator.http.Delivery;
import io.github.riskyproxmox.simulator.http.HttpReply;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fault of one request; its {@code toString} names it in test reports. */
public final class Fault {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String JSON = "application/json;charset=UTF-8";
  private static final Pattern UPID = Pattern.compile("UPID:[^\"]+:");

  private final String name;
  private final Effect effect;

  private Fault(String name, Effect effect) {
    this.name = name;
    this.effect = effect;
  }

  /** The connection is reset before the request has had any effect. */
  public static Fault resetBefore() {
    return new Fault("reset before", scene -> new Delivery.Reset());
  }

  /** The request takes effect, then the connection is reset instead of an answer. */
  public static Fault resetAfter() {
    return new Fault(
        "reset after",
        scene -> {
          scene.process();
          return new Delivery.Reset();
        });
  }

  /** The request takes effect, and the answer is cut off in the middle of its body. */
  public static Fault cutOff() {
    return new Fault("answer cut off", scene -> new Delivery.CutOff(scene.process()));
  }

  /** No effect and no answer, until the client gives up (at most a minute of real time). */
  public static Fault silentBefore() {
    return new Fault("no answer, no effect", scene -> new Delivery.Silent(LONGEST));
  }

  /** The request takes effect, but gets no answer (at most a minute of real time). */
  public static Fault silentAfter() {
    return new Fault(
        "no answer, but the effect",
        scene -> {
          scene.process();
          return new Delivery.Silent(LONGEST);
        });
  }

  /** The request takes effect; the answer trickles, a blank every 20 ms, for up to a minute. */
  public static Fault dribble() {
    return new Fault(
        "endless slow answer",
        scene -> {
          scene.process();
          return new Delivery.Dribbled(Duration.ofMillis(20), LONGEST);
        });
  }

  /** No effect, and an empty answer with that status and reason: 401, 502, 503, 595, 596, 599. */
  public static Fault status(int status, String reason) {
    return new Fault(
        status + " " + reason, scene -> new Delivery.Answered(HttpReply.empty(status, reason)));
  }

  /** No effect, and a refusal as PVE sends it: the message in the reason phrase and the body. */
  public static Fault refusal(int status, String sentence) {
    String body =
        JsonTree.object()
            .add("data", JsonValue.NULL)
            .add("message", sentence + "\n")
            .build()
            .toString();
    return new Fault(
        status + " " + sentence,
        scene -> new Delivery.Answered(HttpReply.of(status, sentence, JSON, body)));
  }

  /** No effect, and this answer. */
  public static Fault answer(int status, String reason, String contentType, String body) {
    return new Fault(
        status + " " + reason + " (" + contentType + ")",
        scene -> new Delivery.Answered(HttpReply.of(status, reason, contentType, body)));
  }

  /** The request takes effect, but the answer is 200 with the HTML page of a proxy. */
  public static Fault notJson() {
    return new Fault(
        "not JSON",
        scene -> {
          scene.process();
          return new Delivery.Answered(
              HttpReply.of(200, "OK", "text/html", "<html><body>Welcome</body></html>"));
        });
  }

  /** No effect; the answer is a redirect. */
  public static Fault redirect(String location) {
    HttpReply reply = new HttpReply(302, "Found", Map.of("Location", location), "", false);
    return new Fault("redirect", scene -> new Delivery.Answered(reply));
  }

  /** No effect: the API daemon goes down at this request, for that simulated time. */
  public static Fault outageBefore(Duration length) {
    return new Fault(
        "API down before, for " + length,
        scene -> {
          scene.outage(length);
          return new Delivery.Reset();
        });
  }

  /** The request takes effect, then the API daemon goes down for that simulated time. */
  public static Fault outageAfter(Duration length) {
    return new Fault(
        "API down after, for " + length,
        scene -> {
          scene.process();
          scene.outage(length);
          return new Delivery.Reset();
        });
  }

  /** The task that the request creates is unknown ({@code no such task}) after that time. */
  public static Fault taskVanishes(Duration after) {
    return new Fault(
        "task vanishes", scene -> scene.withTask(after, upid -> scene.cluster().forgetTask(upid)));
  }

  /** The worker of the task that the request creates is killed: {@code unexpected status}. */
  public static Fault taskCrashes(Duration after) {
    return new Fault(
        "task crashes", scene -> scene.withTask(after, upid -> scene.cluster().crashTask(upid)));
  }

  /** The action runs directly before the request has its normal effect and answer. */
  public static Fault meanwhileBefore(String name, Consumer<SimCluster> event) {
    return new Fault(
        name + " just before",
        scene -> {
          event.accept(scene.cluster());
          return new Delivery.Answered(scene.process());
        });
  }

  /** The action runs, and the request is lost: no effect and no answer. */
  public static Fault meanwhileLost(String name, Consumer<SimCluster> event) {
    return new Fault(
        name + " instead",
        scene -> {
          event.accept(scene.cluster());
          return new Delivery.Reset();
        });
  }

  /** The action runs between the request's normal effect and its answer. */
  public static Fault meanwhileAfter(String name, Consumer<SimCluster> event) {
    return new Fault(
        name + " just after",
        scene -> {
          HttpReply reply = scene.process();
          event.accept(scene.cluster());
          return new Delivery.Answered(reply);
        });
  }

  Delivery apply(Scene scene) {
    return effect.apply(scene);
  }

  @Override
  public String toString() {
    return name;
  }

  /** How a fault changes a request. */
  @FunctionalInterface
  private interface Effect {
    Delivery apply(Scene scene);
  }

  /** The request that a fault changes. */
  interface Scene {
    /** Lets the request take effect, and returns the answer that PVE would give. */
    HttpReply process();

    SimCluster cluster();

    void outage(Duration length);

    /** Normal effect and answer; the action runs later with the UPID of the created task. */
    default Delivery withTask(Duration after, Consumer<String> event) {
      HttpReply reply = process();
      Matcher upid = UPID.matcher(reply.body());
      if (upid.find()) {
        String found = upid.group();
        if (after.isZero()) {
          event.accept(found);
        } else {
          cluster().after(after, () -> event.accept(found));
        }
      }
      return new Delivery.Answered(reply);
    }
  }
}
