package io.github.riskyproxmox.web.page;

import jakarta.faces.FacesException;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Iterator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.primefaces.csp.CspException;

/**
 * Answers failures in the page with the messages of {@code web.security}. Faces would send the name
 * of the exception's class.
 */
public class PageFaults extends ExceptionHandlerFactory {
  private static final Logger LOG = Logger.getLogger(PageFaults.class.getName());

  /** Wraps that factory. */
  public PageFaults(ExceptionHandlerFactory wrapped) {
    super(wrapped);
  }

  @Override
  public ExceptionHandler getExceptionHandler() {
    return new Handler(getWrapped().getExceptionHandler());
  }

  private static final class Handler extends ExceptionHandlerWrapper {
    Handler(ExceptionHandler wrapped) {
      super(wrapped);
    }

    @Override
    public void handle() {
      Iterator<ExceptionQueuedEvent> faults = getUnhandledExceptionQueuedEvents().iterator();
      while (faults.hasNext()) {
        Throwable fault = getRootCause(faults.next().getContext().getException());
        faults.remove();
        answer(fault);
      }
    }

    private static void answer(Throwable fault) {
      // PrimeFaces and Faces throw these if a request lacks what connection.js always sends.
      boolean malformed = fault instanceof CspException || fault instanceof ViewExpiredException;
      if (!malformed) {
        LOG.log(
            Level.SEVERE,
            "The agent failed while it rendered the page. The client gets an error page.",
            fault);
      }
      refuse(
          malformed
              ? HttpServletResponse.SC_BAD_REQUEST
              : HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }
  }

  /** Ends the request with that status. */
  static void refuse(int status) {
    FacesContext faces = FacesContext.getCurrentInstance();
    ExternalContext external = faces.getExternalContext();
    faces.responseComplete();
    if (!external.isResponseCommitted()) {
      try {
        external.responseSendError(status, "");
      } catch (IOException gone) {
        throw new FacesException(gone);
      }
    }
  }
}
