package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers a failed call to Proxmox with its message. */
@Provider
public class PveExceptionMapper implements ExceptionMapper<PveException> {
  @Override
  public Response toResponse(PveException fault) {
    String message = fault.getMessage();
    return switch (fault) {
      case PveUnavailable any -> ErrorAnswer.response(504, "proxmox_unreachable", message);
      case PveProtocolError any -> ErrorAnswer.response(502, "proxmox_not_understood", message);
      case PveRefused refused ->
          switch (refused.reason()) {
            case TOKEN -> ErrorAnswer.response(502, "token_refused", message);
            case CERTIFICATE -> ErrorAnswer.response(502, "certificate_refused", message);
            case PERMISSION, PARAMETER, HANDLER ->
                ErrorAnswer.response(502, "proxmox_refused", message);
          };
    };
  }
}
