package io.github.riskyproxmox.domain.message;

import java.util.List;

/**
 * Every kind of message of the domain and the application. A new one is a constant here and its
 * text in {@code messages.properties}; {@code MessagesTest} checks that both are there.
 */
public enum MessageKey implements TextKey {
  // Building blocks.
  PVE_WORDS("words"),
  RECORDED("text"),
  LIST("first", "last"),
  SENTENCES("messages"),
  // What a VM is doing, as it stands after "is". The kind is a PowerState, or one with QEMU's run
  // state.
  POWER("kind", "qmp"),
  IN_STATE("vms", "state"),
  IN_STATES("states"),
  // What a lock in a VM's configuration means, as PVE's documentation of qm.conf lists them.
  LOCK("kind", "vm", "vmid", "node"),
  LOCKED("lock"),
  LOCKED_AGAINST_START("lock"),
  LOCKED_AGAINST_STOP("lock"),
  LOCKED_AND_CRASHED("lock", "qmp"),
  HA_FAILED("vm", "vmid"),
  // What the token may not do.
  NO_AUDIT,
  NO_POWER_MANAGEMENT,
  NO_CONFIG_DISK,
  NO_ALLOCATE_SPACE,
  // Why a VM cannot be stopped that way.
  RESUMING_FROM_DISK("vm"),
  CANNOT_SHUT_DOWN("kind", "vm", "state"),
  CANNOT_HIBERNATE("kind", "vm", "state"),
  CANNOT_HIBERNATE_HA("vm"),
  CANNOT_HIBERNATE_DEVICE("vm", "device"),
  CANNOT_HIBERNATE_CONTAINER("vm"),
  NEVER_KILL("vm"),
  // Why a VM cannot be launched.
  UNKNOWN_VM("vmid"),
  NODE_SILENT("vmid", "node", "reason"),
  VANISHED("vm"),
  TEMPLATE("vm"),
  STORAGE_OFFLINE("vm", "storage", "node"),
  STORAGE_DISABLED("vm", "storage", "node"),
  KEPT_IN_USE("vm", "kept", "claims"),
  // Why two VMs cannot run together: what both claim, or the rule of the node.
  CLAIM_PCI("device", "line"),
  CLAIM_PCI_MAPPING("mapping", "line"),
  CLAIM_USB("device", "line"),
  CLAIM_USB_PORT("port", "line"),
  CLAIM_USB_MAPPING("mapping", "line"),
  CLAIM_DISK("volume"),
  CLAIM_GROUP("group"),
  ONE_AT_A_TIME("node"),
  CONFIG_UNREADABLE,
  // What a request is answered.
  ALREADY_RUNNING("vm"),
  ASK_RECOVERY("vm", "state"),
  ASK_ACTION("vms", "states"),
  CHANGED_MEANWHILE("states"),
  LAUNCHING("vm"),
  NOT_WRITTEN("reason"),
  BUSY_CHECKING,
  BUSY_ENDING("vm"),
  ESCALATED("vm"),
  IN_PROGRESS("vm"),
  CANCEL_CHANGES_NOTHING,
  NOTHING_DONE,
  NOTHING_TO_CANCEL,
  TOO_LATE_TO_CANCEL("vm"),
  WILL_NOT_START("vm"),
  // What a launch under way is doing.
  RESUMING("vm"),
  WAITING("vms", "vm"),
  STARTING("vm"),
  NO_ANSWER("vm"),
  NO_ANSWER_ABOUT("vms", "vm"),
  STOP_MEETS_LOCK("vms", "limit", "vm"),
  START_MEETS_LOCK("vm", "limit"),
  OVERDUE("vm", "limit"),
  UNHEARD_BY("vm"),
  POWERED_OFF_BY("vm"),
  // How a launch ended.
  STARTED("vm"),
  CANCELLED("vm"),
  CANCELLED_OVERDUE("vm"),
  INTERRUPTED("vm", "cause"),
  TOO_OLD("minutes"),
  NO_LONGER_ON_NODE("vm"),
  START_UNKNOWN("vm"),
  STOP_FAILED("problem", "cause", "vm"),
  START_FAILED("vm", "cause"),
  KEPT_RUNNING("vm"),
  DID_NOT_STOP("vm", "state"),
  COULD_NOT_STOP("vm"),
  ADVICE_UNLOCK("vmid", "node"),
  ADVICE_WAIT_FOR_LOCK,
  START_ENDLESS("vm", "limit"),
  OUTAGE("kind", "about", "limit", "cause", "vm"),
  NOT_RUN("vm"),
  DEFECT("defect"),
  // What is known about one operation, as a part of a sentence.
  WARNINGS("count"),
  ELSEWHERE,
  NOT_SAVED,
  ADOPTED,
  UNHEARD,
  POWERED_OFF,
  REMARKED("cause", "remark"),
  NEVER_ARRIVED,
  TASK_FORGOTTEN,
  TASK_ENDED_WELL,
  CONTRADICTED("cause", "state"),
  CONTRADICTED_AGAIN("cause", "state"),
  GONE,
  STUCK("cause"),
  NOT_RUNNING_WITHIN("limit"),
  NOT_SHUT_DOWN_WITHIN("limit"),
  NOT_GONE_WITHIN("limit"),
  TOO_LATE("problem", "cause"),
  NEVER_CAME_UP("cause", "limit"),
  STOP_ENDLESS("limit"),
  REMOVED,
  BLOCKED("vms"),
  CRASHED("state"),
  RETRYING_LOCK("limit", "cause"),
  // The steps of a launch.
  STOP_STEP("vm"),
  STOP_ASKED("kind", "vm"),
  EASY_KILL,
  WAIT_STEP("vm"),
  WAIT_STEP_SAVED("vm"),
  HAS_STOPPED("vm"),
  IS_HIBERNATED("vm"),
  HAS_NOT_STOPPED("vm"),
  CHECKING_STATUS,
  NOT_WATCHED,
  NOT_WATCHED_OVERDUE,
  NOT_ATTEMPTED,
  NOT_TRIED_AGAIN,
  START_STEP("kind", "vm"),
  START_STEP_DONE("kind", "vm"),
  // What a launch has changed, and what it has not.
  STOPPED("vm"),
  HIBERNATED("vm"),
  LEFT_NODE("vm", "node"),
  ASKED("kind"),
  WAS_ASKED("vm", "asked"),
  HAD_BEEN_ASKED("vm", "asked"),
  MAY_HAVE_BEEN_ASKED("vm", "asked"),
  MAY_COME_UP("vm"),
  LEFT_ALONE("vm"),
  NOT_STARTED("vm"),
  // What is wrong with the journal of launches.
  JOURNAL_DAMAGED("file", "reason"),
  JOURNAL_UNREADABLE("file", "reason"),
  JOURNAL_FOREIGN("file", "reason"),
  SET_ASIDE("file"),
  NOT_SET_ASIDE("reason"),
  STILL_NOT_SET_ASIDE("reason"),
  UNWRITTEN("reason"),
  END_UNWRITTEN("reason"),
  NOT_BEGUN_BUT_WRITTEN,
  WITHDRAWN("file"),
  NOT_WITHDRAWN("reason");

  private final List<String> arguments;

  MessageKey(String... arguments) {
    this.arguments = List.of(arguments);
  }

  @Override
  public List<String> arguments() {
    return arguments;
  }
}
