package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.proxmox.wire.TaskLogReply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the log of a task. */
final class TaskLogReader {
  // What qemu-server's QemuServer.pm:vm_start and its helpers print of any start, failed or not.
  private static final Pattern USUAL_OF_A_START =
      Pattern.compile(
          "WARN: .*|kvm: warning: .*|trying to acquire lock.*|leftover PCI reservation .*"
              + "|Resuming suspended VM|swtpm_setup: .*|stopping swtpm instance .*");
  private static final String QEMU = "kvm: ";

  private TaskLogReader() {}

  /**
   * The last line with a message. {@code TASK OK} and {@code TASK ERROR: ...} only repeat how it
   * ended, and {@code no content} stands for an empty log (PVE::Tools::dump_logfile).
   */
  static Optional<String> lastMessage(List<TaskLogReply.Line> lines) {
    return newestFirst(lines).stream().findFirst();
  }

  /** QEMU's last complaint; without one, the last line that not every start prints. */
  static Optional<String> startComplaint(List<TaskLogReply.Line> lines) {
    List<String> unusual =
        newestFirst(lines).stream()
            .filter(text -> !USUAL_OF_A_START.matcher(text).matches())
            .toList();
    return unusual.stream()
        .filter(text -> text.startsWith(QEMU))
        .findFirst()
        .or(() -> unusual.stream().findFirst());
  }

  private static List<String> newestFirst(List<TaskLogReply.Line> lines) {
    List<String> texts = new ArrayList<>();
    for (TaskLogReply.Line line : lines) {
      Translation.given(line.t()).map(String::strip).map(PveWords::whole).ifPresent(texts::add);
    }
    Collections.reverse(texts);
    return texts.stream()
        .filter(text -> !text.isEmpty() && !text.startsWith("TASK "))
        .filter(text -> !(text.equals("no content") && lines.size() == 1))
        .toList();
  }
}
