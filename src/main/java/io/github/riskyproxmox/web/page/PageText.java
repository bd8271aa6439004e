package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.message.TextKey;
import java.util.List;

/** The page's own texts. */
enum PageText implements TextKey {
  // The page's launch panel.
  PANEL_LAUNCHING("vm"),
  PANEL_RUNNING("vm"),
  PANEL_STARTED("vm"),
  PANEL_FAILED("vm"),
  PANEL_CANCELLED("vm"),
  PANEL_INTERRUPTED("vm"),
  ANNOUNCE_STOPPING("title", "vms"),
  ANNOUNCE_STARTING("vm"),
  NOW("kind"),
  TRY_AGAIN,
  TERMINATE_AND_LAUNCH("vms"),
  WHAT_IS_RUNNING,
  STEP_STATE("kind"),
  // A stop action's words; the kind is its id, or how a VM that has crashed is brought back.
  ACTION_TITLE("kind"),
  ACTION_DETAIL("kind", "limit"),
  ACTION_STOPPING("kind"),
  // Well known for graphics cards that cannot be reset.
  RESET_RISK;

  private final List<String> arguments;

  PageText(String... arguments) {
    this.arguments = List.of(arguments);
  }

  @Override
  public String id() {
    return "page." + TextKey.super.id();
  }

  @Override
  public List<String> arguments() {
    return arguments;
  }
}
