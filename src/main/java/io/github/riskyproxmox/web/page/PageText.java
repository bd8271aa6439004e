package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.TextKey;
import io.github.riskyproxmox.message.Messages;
import java.util.List;

/** The page's own texts. */
enum PageText implements TextKey {
  // The launch panel. The kind is the goal of the launch; while it is under way, what it does.
  PANEL_UNDER_WAY("kind", "vm"),
  PANEL_TRUE("kind", "vm", "outcome"),
  PANEL_PAST("kind", "vm", "outcome"),
  PANEL_FAILED("kind", "vm"),
  PANEL_CANCELLED("kind", "vm"),
  PANEL_INTERRUPTED("kind", "vm"),
  TOOK("span"),
  LIMIT("span"),
  ANNOUNCE_STOPPING("kind", "title", "vms"),
  ANNOUNCE_STARTING("kind", "vm"),
  // What its VM does now, where the result of the launch is not true any more.
  NOW("kind"),
  PANEL_LATE("vms"),
  TRY_AGAIN,
  TERMINATE_AND_LAUNCH("kind", "vms"),
  START_AGAIN("vm"),
  WHAT_IS_RUNNING,
  STEP_STATE("kind"),
  // The state of a VM on its card.
  STATE("kind"),
  // How long ago, and for how long.
  JUST_NOW,
  AGO("span"),
  JUST_STARTED,
  UP_FOR("span"),
  A_MINUTE,
  WHOLE_MINUTES("count"),
  WHOLE_SECONDS("count"),
  // The past launches. The kind is the goal.
  PAST_UNDER_WAY,
  PAST_DONE("kind"),
  PAST_FAILED("kind"),
  PAST_CANCELLED("kind"),
  PAST_INTERRUPTED("kind"),
  // The cards.
  CARD_STOP,
  CARD_MORE,
  CARD_MORE_OF("vm"),
  CARD_TAGS,
  CARD_NOTES_MORE,
  CARD_CORE,
  CARD_CORES("cores"),
  CARD_NODE("node"),
  CARD_LOCKED("lock"),
  CARD_LOCK("lock"),
  CARD_UNLOCK("vmid", "node"),
  CARD_CRASHED("qmp"),
  CARD_MAY_STOP,
  CARD_RIVAL,
  CARD_MORE_RIVALS("count"),
  CARD_MANY_MORE,
  CARD_SHARES("things"),
  CARD_CLAIM("kind", "name"),
  CARD_USED("ago"),
  CARD_USUALLY("span"),
  CARD_CPU,
  CARD_MEMORY,
  CARD_PERCENT("value"),
  CARD_OF("used", "all"),
  // The title of the browser's tab.
  TITLE("vms"),
  TITLE_NONE,
  PLACE_SEVERAL,
  // What a click on a card does.
  VERB("kind"),
  // A stop action's words; the kind is its id, or how a VM that has crashed is brought back, or
  // reboot: the stop of a VM that starts again.
  ACTION_TITLE("kind"),
  ACTION_DETAIL("kind", "limit"),
  ACTION_STOPPING("kind"),
  // The VMs in the way. The kind is a stop action; shared, other or asked; launch, resume or wake.
  ACTION_SHORT("kind"),
  IN_THE_WAY("kind", "state", "because"),
  EASY_KILL_NOTE,
  NOT_AVAILABLE("action", "why"),
  STOP_THESE("kind"),
  ASK_STOP("kind", "vm"),
  // Well known for graphics cards that cannot be reset.
  RESET_RISK,
  // What the dialog says where it has no plan to show.
  NO_VM_NAMED,
  NOT_NOW,
  NOTHING_CHANGED,
  GOES_ON,
  GONE,
  GONE_WHY("vmid"),
  MEANWHILE,
  UNDER_WAY("kind", "vm"),
  UNDER_WAY_CLOSED("kind", "vm"),
  // The plan of a launch. The kind is launch, wake or resume.
  ASK_LAUNCH("kind", "vm"),
  LAUNCH("kind", "vm"),
  NOTHING_IN_THE_WAY("kind"),
  CANNOT_LAUNCH("vm"),
  NODE_NOT_ANSWERING("vm", "node"),
  USUALLY("span"),
  IN_ALL("span"),
  ASK_FIRST("vms", "state"),
  UP,
  FIRST_STOPS("vms"),
  // The plan for a VM that has crashed. The kind is disk or other.
  RECOVER("vm"),
  RECOVER_HOW("kind", "state"),
  THEN_ASK("vms"),
  THEN_TERMINATE("vms"),
  // The plan for a VM that runs.
  IS_RUNNING("vm"),
  WHAT_TO_DO,
  NOTHING_TO_DO,
  INSTEAD("vm"),
  ASK_RESTART("vm"),
  RESTART_HOW,
  KEPT("vm"),
  // The kind is the goal.
  KEPT_ASK("kind"),
  // The kind is the stop action, or restart.
  STOP_NOW("kind", "vm"),
  // The plan for a node.
  HOST("node"),
  ASK_HOST("node"),
  ASK_HOST_NOW("node"),
  HOST_FREE,
  HOST_REST,
  HOST_FIRST("stops"),
  HOST_STOP("action", "vms"),
  HOST_LAST,
  FALLBACK("vm"),
  FALLBACK_DETAIL,
  // What a guest did before it powered off.
  SAVED_BY_GUEST,
  // What is wrong. The kind is the alarm's.
  ALARM("kind"),
  ALARM_REMEDY("kind"),
  ALARM_WAITING,
  ALARM_UNREACHABLE,
  ALARM_SILENT("nodes"),
  ALARM_SILENT_REMEDY("nodes"),
  ALARM_TEMPLATES("token"),
  ALARM_INTERNAL;

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

  /** The text with those values of its arguments. */
  String text(Object... values) {
    return Messages.text(Message.of(this, values));
  }
}
