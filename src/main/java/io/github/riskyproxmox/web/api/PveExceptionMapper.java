package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Exceptions as answers: Proxmox's with their sentence, ours without a stack trace. */
@Provider
public class PveExceptionMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(PveExceptionMapper.class.getName());

  @Override
  public Response toResponse(Throwable fault) {
    return fault instanceof PveException proxmox ? answer(proxmox) : internal(fault);
  }

  private static Response answer(PveException fault) {
    if (fault instanceof PveUnavailable) {
      return ErrorAnswer.response(504, "proxmox_unreachable", fault.getMessage());
    }
    if (fault instanceof PveRefused refused) {
      String error =
          switch (refused.reason()) {
            case TOKEN -> "token_refused";
            case CERTIFICATE -> "certificate_refused";
            case PERMISSION, PARAMETER, HANDLER -> "proxmox_refused";
          };
      return ErrorAnswer.response(502, error, fault.getMessage());
    }
    if (fault instanceof PveProtocolError) {
      return ErrorAnswer.response(502, "proxmox_not_understood", fault.getMessage());
    }
    throw new IllegalArgumentException(fault);
  }

  private static Response internal(Throwable fault) {
    LOG.log(Level.SEVERE, "A request to the API failed inside the agent.", fault);
    return ErrorAnswer.response(
        500, "internal", "Something went wrong inside the agent; its log says what.");
  }
}
