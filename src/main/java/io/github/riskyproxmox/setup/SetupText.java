package io.github.riskyproxmox.setup;

import io.github.riskyproxmox.domain.message.TextKey;
import java.util.List;

/** The texts of setup. */
enum SetupText implements TextKey {
  // Before it begins.
  NO_PVEUM,
  THEN("token", "file"),
  NOT_ROOT,
  WILL_DO,
  FEATURES("hibernation", "mappings", "power_off"),
  // The kind is on or off.
  FEATURE("kind"),
  WILL_UNDO,
  ASK,
  DECLINED,
  NOTHING_TO_DO,
  NOTHING_TO_UNDO,
  // The steps that are no command.
  TOKEN("command", "file"),
  SETTING("setting", "file"),
  REMOVE_SETTING("key", "file"),
  DELETE_FILE("file"),
  KEPT("name"),
  GONE("name"),
  // How it goes.
  DONE("line"),
  FAILED("line", "why"),
  NOT_DONE("line"),
  HALF,
  UNDO_HALF,
  UNDONE,
  PAGE("url"),
  NO_PAGE("url"),
  NO_UNIT("file"),
  // Why it cannot go on.
  PROGRAM_MISSING("program"),
  PROGRAM_FAILED("command", "words"),
  NOT_UNDERSTOOD("command"),
  UNREADABLE("file", "reason"),
  UNWRITABLE("file", "reason"),
  SETTINGS_WRONG("words"),
  ELSEWHERE("host", "file"),
  SECRET_FILE("file"),
  SECRET_LOST("token", "delete", "file");

  private final List<String> arguments;

  SetupText(String... arguments) {
    this.arguments = List.of(arguments);
  }

  @Override
  public String id() {
    return "setup." + TextKey.super.id();
  }

  @Override
  public List<String> arguments() {
    return arguments;
  }
}
