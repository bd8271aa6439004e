package io.github.riskyproxmox.domain.pve;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import java.util.List;
import java.util.Locale;

/** Why Proxmox cannot be read, and what to do about it. The page and the check say the same. */
public enum Cause {
  /** Proxmox does not answer. */
  UNREACHABLE,
  /** Proxmox refuses the token. */
  TOKEN,
  /** The certificate is not the pinned one, or cannot be verified. */
  CERTIFICATE,
  /** Proxmox refused for another reason, for example a privilege. */
  REFUSED,
  /** The agent did not understand the answer. */
  NOT_UNDERSTOOD;

  /** The cause of that failure. */
  public static Cause of(PveException failure) {
    return switch (failure) {
      case PveUnavailable away -> UNREACHABLE;
      case PveProtocolError foreign -> NOT_UNDERSTOOD;
      case PveRefused refused ->
          switch (refused.reason()) {
            case TOKEN -> TOKEN;
            case CERTIFICATE -> CERTIFICATE;
            case PERMISSION, PARAMETER, HANDLER -> REFUSED;
          };
    };
  }

  /** What to do. */
  public Message cure() {
    return Message.of(MessageKey.CURE, name().toLowerCase(Locale.ROOT));
  }

  /**
   * What to run on the Proxmox host for it; may be empty.
   *
   * @param token as USER@REALM!NAME
   */
  public List<String> commands(String token) {
    return switch (this) {
      case TOKEN -> line("pveum", "user", "token", "list", token.replaceFirst("!.*", ""));
      case CERTIFICATE -> line("pvenode", "cert", "info");
      case UNREACHABLE -> line("systemctl", "status", "pveproxy");
      case REFUSED, NOT_UNDERSTOOD -> List.of();
    };
  }

  private static List<String> line(String... words) {
    return List.of(String.join(" ", words));
  }
}
