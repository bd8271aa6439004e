package io.github.riskyproxmox.simulator.http;

import java.time.Duration;

/** What becomes of a request on the wire. */
public sealed interface Delivery {

  /**
   * It is answered.
   *
   * @param reply the answer
   */
  record Answered(HttpReply reply) implements Delivery {}

  /** The connection is reset (TCP RST), nothing is answered. */
  record Reset() implements Delivery {}

  /**
   * The answer breaks off: the head announces all of it, half of the body comes, then the end.
   *
   * @param reply the answer
   */
  record CutOff(HttpReply reply) implements Delivery {}

  /**
   * Nothing comes until the client gives up.
   *
   * @param longest but at most this long, in real time
   */
  record Silent(Duration longest) implements Delivery {}

  /**
   * The answer drips, a byte at a time, and does not end.
   *
   * @param pause between two bytes, in real time
   * @param longest gives up after this, in real time
   */
  record Dribbled(Duration pause, Duration longest) implements Delivery {}
}
