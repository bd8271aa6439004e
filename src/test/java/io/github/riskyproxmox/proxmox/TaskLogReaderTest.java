package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.proxmox.wire.TaskLogReply;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a log says of a start that failed. */
class TaskLogReaderTest {
  private static final String ERROR = "TASK ERROR: start failed: QEMU exited with code 1";
  private static final String BUSY =
      "kvm: -device vfio-pci,host=0000:01:00.0: vfio 0000:01:00.0: Could not open '/dev/vfio/16':"
          + " Device or resource busy";

  @Test
  void itIsWhatQemuSaysWhoeverSpeaksAfterIt() {
    assertEquals(
        Optional.of(BUSY),
        complaint(
            "swtpm_setup: Not overwriting existing state file.",
            "kvm: warning: host doesn't support requested feature",
            BUSY,
            "Verify all devices in group 16 are bound to vfio-<bus> or pci-stub",
            "stopping swtpm instance (pid 2283) due to QEMU startup error",
            ERROR));
  }

  @Test
  void itIsTheLastWordOfOthersWhereQemuWasNotReached() {
    assertEquals(
        Optional.of("hook: no such share"),
        complaint("WARN: no efidisk", "hook: no such share", "TASK ERROR: hookscript error"));
  }

  @Test
  void whatAnyStartPrintsIsNoReason() {
    assertEquals(
        Optional.empty(),
        complaint(
            "trying to acquire lock... OK",
            "Resuming suspended VM",
            "leftover PCI reservation found for 0000:99:00.0, lets take it...",
            ERROR));
    assertEquals(Optional.empty(), complaint("no content"));
  }

  private static Optional<String> complaint(String... lines) {
    return TaskLogReader.startComplaint(
        Stream.of(lines).map(line -> new TaskLogReply.Line(line)).toList());
  }
}
