package io.github.riskyproxmox.setup;

/**
 * One thing to do.
 *
 * @param line the command as a person would type it, or a sentence
 * @param action does it
 */
record Step(String line, Action action) {
  /** Does something. */
  interface Action {
    /** Does it, once. */
    void run() throws SetupFailure;
  }
}
