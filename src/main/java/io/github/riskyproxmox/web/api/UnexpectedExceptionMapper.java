package io.github.riskyproxmox.web.api;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Answers a defect of the agent without details; they are logged. */
@Provider
public class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(UnexpectedExceptionMapper.class.getName());

  @Override
  public Response toResponse(Throwable fault) {
    LOG.log(Level.SEVERE, "A request to the API failed inside the agent.", fault);
    return ErrorAnswer.response(
        500, "internal", "Something went wrong inside the agent; its log says what.");
  }
}
