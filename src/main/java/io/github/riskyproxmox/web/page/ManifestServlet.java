package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.launch.LaunchService;
import io.github.riskyproxmox.monitor.InventoryMonitor;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.CRC32;

/** {@code /app.webmanifest}: see {@link NodeManifest}. It makes no requests to Proxmox. */
@WebServlet("/app.webmanifest")
public class ManifestServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  // The container creates servlets with the empty constructor.
  @Inject private transient InventoryMonitor monitor;
  @Inject private transient LaunchService launches;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] manifest =
        NodeManifest.of(monitor.snapshot(), launches.uses()).getBytes(StandardCharsets.UTF_8);
    String tag = tag(manifest);
    response.setHeader("ETag", tag);
    if (Objects.equals(request.getHeader("If-None-Match"), tag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType("application/manifest+json");
    response.setCharacterEncoding("UTF-8");
    response.setContentLength(manifest.length);
    response.getOutputStream().write(manifest);
  }

  /** A weak one, because the server may compress the answer. */
  private static String tag(byte[] manifest) {
    CRC32 sum = new CRC32();
    sum.update(manifest);
    return "W/\"" + Long.toHexString(sum.getValue()) + "-" + manifest.length + "\"";
  }
}
