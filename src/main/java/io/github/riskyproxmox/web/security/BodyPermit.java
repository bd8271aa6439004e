package io.github.riskyproxmox.web.security;

import jakarta.servlet.ServletRequest;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request's place among the bodies that are read at once; it is given back once. */
public final class BodyPermit {
  private static final String ATTRIBUTE = BodyPermit.class.getName();

  private final AtomicBoolean held = new AtomicBoolean(true);
  private final Runnable leave;

  BodyPermit(ServletRequest request, Runnable leave) {
    this.leave = leave;
    request.setAttribute(ATTRIBUTE, this);
  }

  /** The whole body has arrived: from now on another one may be read in its place. */
  public static void bodyHasArrived(ServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof BodyPermit permit) {
      permit.release();
    }
  }

  void release() {
    if (held.compareAndSet(true, false)) {
      leave.run();
    }
  }
}
