package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The notes that are known, and whose to read next: those of new VMs first, then those that
 * somebody who opened a page deserves anew, else one VM's every twenty seconds, because PVE tells
 * nobody that notes changed (docs/adr/0010). Reads nothing itself; for one thread at a time.
 */
final class NotesCache {
  static final Duration PERIOD = Duration.ofSeconds(20);

  /** So many are read at once. */
  static final int BATCH = 32;

  /** Notes younger than that are good enough for anybody. */
  static final Duration AGE = Duration.ofMinutes(1);

  /**
   * What is known of one VM.
   *
   * @param askedAt when they were last asked for
   * @param read whether they have ever been read
   */
  private record Note(Optional<String> text, Instant askedAt, boolean read) {}

  private final Map<VmId, Note> notes = new HashMap<>();
  private final Set<VmId> wanted = new HashSet<>();
  private Instant due = Instant.EPOCH;
  private Instant wantedAt = Instant.EPOCH;

  /** The same with the notes that are known; those of VMs that are gone are forgotten. */
  Inventory annotate(Inventory inventory) {
    Set<VmId> present = inventory.vms().stream().map(Vm::id).collect(Collectors.toSet());
    notes.keySet().retainAll(present);
    wanted.retainAll(present);
    List<Vm> vms = inventory.vms().stream().map(vm -> vm.withNotes(text(vm.id()))).toList();
    return new Inventory(vms, inventory.silentNodes(), inventory.tagStyle());
  }

  /** Has all that are a minute old read again: somebody looks after a while without anybody. */
  void wantAll(Instant now) {
    want(Integer.MAX_VALUE, now);
  }

  /** Has the oldest read again, one batch a minute at most: a page was opened beside others. */
  void wantSome(Instant now) {
    if (!now.isBefore(wantedAt.plus(AGE))) {
      wantedAt = now;
      want(BATCH, now);
    }
  }

  private void want(int most, Instant now) {
    notes.entrySet().stream()
        .filter(entry -> !now.isBefore(entry.getValue().askedAt().plus(AGE)))
        .sorted(Comparator.comparing(entry -> entry.getValue().askedAt()))
        .limit(most)
        .forEach(entry -> wanted.add(entry.getKey()));
  }

  /** Nobody looks any more. */
  void wantNone() {
    wanted.clear();
  }

  /** Those to be read now; none if it is nobody's turn. */
  List<VmRef> next(Inventory inventory, Instant now) {
    List<VmRef> first =
        Stream.concat(
                readable(inventory).filter(vm -> isUnread(vm, now)),
                readable(inventory).filter(vm -> wanted.contains(vm.id())))
            .map(Vm::ref)
            .distinct()
            .limit(BATCH)
            .toList();
    if (!first.isEmpty() || now.isBefore(due)) {
      return first;
    }
    return readable(inventory).min(Comparator.comparing(this::askedAt)).map(Vm::ref).stream()
        .toList();
  }

  /** Remembers what was read of those that were asked for. */
  void learn(List<VmRef> asked, Map<VmRef, Optional<String>> read, Instant now) {
    for (VmRef vm : asked) {
      Note old = notes.getOrDefault(vm.id(), new Note(Optional.empty(), now, false));
      Note note =
          read.containsKey(vm)
              ? new Note(read.get(vm), now, true)
              : new Note(old.text(), now, old.read());
      notes.put(vm.id(), note);
      wanted.remove(vm.id());
    }
    due = now.plus(PERIOD);
  }

  private Optional<String> text(VmId id) {
    return Optional.ofNullable(notes.get(id)).flatMap(Note::text);
  }

  private Instant askedAt(Vm vm) {
    return Optional.ofNullable(notes.get(vm.id())).map(Note::askedAt).orElse(Instant.EPOCH);
  }

  /** What could not be read is not asked for again at once. */
  private boolean isUnread(Vm vm, Instant now) {
    Note note = notes.get(vm.id());
    return note == null || (!note.read() && !now.isBefore(note.askedAt().plus(AGE)));
  }

  private static Stream<Vm> readable(Inventory inventory) {
    return inventory.vms().stream().filter(vm -> vm.power() != PowerState.UNKNOWN);
  }
}
