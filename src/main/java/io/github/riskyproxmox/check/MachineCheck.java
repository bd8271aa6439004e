package io.github.riskyproxmox.check;

import io.github.riskyproxmox.config.BasePath;
import io.github.riskyproxmox.domain.message.Message;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks the state directory, the port of the page and the systemd unit. */
final class MachineCheck {
  private static final int LIMIT_MILLIS = 2_000;
  private static final String UNIT = "risky-proxmox-agent.service";

  private MachineCheck() {}

  /** Whether a file can be written there, or the directory be made. */
  static Finding stateDirectory(Path directory) {
    Path existing = directory.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      Files.delete(Files.createTempFile(existing, ".check", ""));
      return Finding.ok(directory.toString(), Message.of(CheckText.STATE_WRITABLE));
    } catch (IOException unwritable) {
      return Finding.broken(
          directory.toString(),
          Message.of(CheckText.STATE_READ_ONLY, unwritable.toString()),
          Message.of(CheckText.STATE_CURE));
    }
  }

  /** Who listens on the port: the agent, another program, or nobody. */
  static Finding port(int port, BasePath base) {
    InetAddress here = InetAddress.getLoopbackAddress();
    String where = "port " + port;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(here, port), LIMIT_MILLIS);
    } catch (IOException nobody) {
      return Finding.note(where, Message.of(CheckText.PORT_FREE));
    }
    return isAgent(base.below("http://" + here.getHostAddress() + ":" + port + "/") + "health/live")
        ? Finding.ok(where, Message.of(CheckText.PORT_SERVED))
        : Finding.broken(where, Message.of(CheckText.PORT_TAKEN), Message.of(CheckText.PORT_CURE));
  }

  private static boolean isAgent(String url) {
    try {
      HttpURLConnection asked = (HttpURLConnection) URI.create(url).toURL().openConnection();
      asked.setConnectTimeout(LIMIT_MILLIS);
      asked.setReadTimeout(LIMIT_MILLIS);
      try {
        return asked.getResponseCode() == HttpURLConnection.HTTP_OK
            && new String(asked.getInputStream().readNBytes(4096), StandardCharsets.UTF_8)
                .contains("\"UP\"");
      } finally {
        asked.disconnect();
      }
    } catch (IOException | ClassCastException another) {
      return false;
    }
  }

  /** Whether systemd runs the unit; nothing where systemd does not know it. */
  static List<Finding> unit() {
    String state =
        Files.isDirectory(Path.of("/run/systemd/system"))
            ? systemctl("show", "--property=LoadState,ActiveState", "--value", UNIT)
            : "";
    if (!state.startsWith("loaded")) {
      return List.of();
    }
    String active = state.replaceFirst("^loaded\\s*", "").strip();
    return List.of(
        active.equals("active")
            ? Finding.ok(UNIT, Message.of(CheckText.UNIT, active))
            : Finding.warning(
                UNIT,
                Message.of(CheckText.UNIT_NOT_RUNNING, active),
                Message.of(CheckText.UNIT_CURE)));
  }

  private static String systemctl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("systemctl"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException missing) {
      return "";
    }
  }
}
