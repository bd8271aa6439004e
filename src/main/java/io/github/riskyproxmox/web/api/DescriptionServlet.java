package io.github.riskyproxmox.web.api;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * {@code /openapi}: the description that the build has generated. Payara's own endpoint is a second
 * JAX-RS application, which costs a third of a second at each start.
 */
@WebServlet("/openapi")
public class DescriptionServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** The only server that the description names. */
  private static final String ROOT = "\"url\" : \"/\"";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType(MediaType.APPLICATION_JSON);
    response.setCharacterEncoding("UTF-8");
    try (InputStream text =
        DescriptionServlet.class.getResourceAsStream("/META-INF/openapi.json")) {
      if (text == null) {
        throw new IOException("META-INF/openapi.json is not in the WAR.");
      }
      String description = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      response.getWriter().write(description.replace(ROOT, served(request)));
    }
  }

  private static String served(HttpServletRequest request) {
    String base = request.getContextPath();
    return base.isEmpty() ? ROOT : ROOT.replace("/", base);
  }
}
