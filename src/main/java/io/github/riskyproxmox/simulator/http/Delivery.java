package io.github.riskyproxmox.simulator.http;

import java.time.Duration;

/** How the server delivers the answer to a request. */
public sealed interface Delivery {

  /**
   * A complete answer.
   *
   * @param reply the answer
   */
  record Answered(HttpReply reply) implements Delivery {}

  /** No answer: the connection is reset (TCP RST). */
  record Reset() implements Delivery {}

  /**
   * An incomplete answer: complete headers, half of the body, then the end of the connection.
   *
   * @param reply the answer
   */
  record CutOff(HttpReply reply) implements Delivery {}

  /**
   * No answer until the client gives up.
   *
   * @param longest the longest time, in real time
   */
  record Silent(Duration longest) implements Delivery {}

  /**
   * An answer that trickles, a byte at a time, without end.
   *
   * @param pause the time between two bytes, in real time
   * @param longest the longest time, in real time
   */
  record Dribbled(Duration pause, Duration longest) implements Delivery {}
}
