package io.github.riskyproxmox.web.security;

import io.github.riskyproxmox.config.FrameAncestors;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** What the container answers to errors outside of {@link SecurityFilter}. */
@WebServlet("/error-page")
public class ErrorPage extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() != DispatcherType.ERROR) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    int status =
        Optional.ofNullable(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE))
            .filter(Integer.class::isInstance)
            .map(Integer.class::cast)
            .orElse(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
    AnswerHeaders.set(response, AnswerHeaders.NEVER, FrameAncestors.NONE);
    String base = request.getContextPath();
    boolean api = path.startsWith(base) && Paths.isApi(path.substring(base.length()));
    RefusalWriter.write(Refusal.of(status), api, base + "/", response);
  }
}
