package io.github.riskyproxmox.check;

import io.github.riskyproxmox.message.Messages;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The findings, the worst first, and else in the order of the checks: an earlier one is often the
 * cause of a later one.
 *
 * @param findings sorted
 */
record Report(List<Finding> findings) {
  private static final int SEVERITY_WIDTH = Finding.Severity.WARNING.name().length();

  Report {
    findings = findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
  }

  /** 0, 1 if there are warnings, 2 if the agent cannot work. */
  int exitStatus() {
    return findings.stream().mapToInt(one -> one.severity().exitStatus()).max().orElse(0);
  }

  /** For people: a line for each finding, and below it what to do. */
  String table() {
    int width = findings.stream().mapToInt(one -> one.where().length()).max().orElse(1);
    StringBuilder table = new StringBuilder();
    for (Finding finding : findings) {
      table.append(padded(finding.severity().name(), SEVERITY_WIDTH));
      table.append(padded(finding.where(), width)).append(Messages.text(finding.what()));
      table.append('\n');
      finding.cure().map(Messages::text).stream()
          .flatMap(String::lines)
          .forEach(line -> table.append(padded("", SEVERITY_WIDTH)).append(line).append('\n'));
    }
    return table.toString();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length() + 2);
  }

  /** For programs: the exit status, and each finding with the id of its message. */
  String json() {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (Finding finding : findings) {
      JsonObjectBuilder one =
          Json.createObjectBuilder()
              .add("severity", finding.severity().name().toLowerCase(Locale.ROOT))
              .add("id", finding.what().key().id())
              .add("where", finding.where())
              .add("what", Messages.text(finding.what()));
      finding.cure().map(Messages::text).ifPresent(cure -> one.add("cure", cure));
      list.add(one);
    }
    return Json.createObjectBuilder()
        .add("exit_status", exitStatus())
        .add("findings", list)
        .build()
        .toString();
  }
}
