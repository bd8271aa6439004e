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
 * The known notes, and which to read next: those of new VMs, then those that a new page requested,
 * else one VM's every twenty seconds, because Proxmox does not report changed notes
 * (docs/adr/0010). Makes no requests. Not thread-safe.
 */
final class NotesCache {
  static final Duration PERIOD = Duration.ofSeconds(20);

  /** How many notes one batch reads. */
  static final int BATCH = 32;

  /** Younger notes are not read again for a new page. */
  static final Duration AGE = Duration.ofMinutes(1);

  /**
   * The notes of one VM.
   *
   * @param askedAt when they were last requested
   * @param read whether a request ever succeeded
   */
  private record Note(Optional<String> text, Instant askedAt, boolean read) {}

  private final Map<VmId, Note> notes = new HashMap<>();
  private final Set<VmId> wanted = new HashSet<>();
  private Instant due = Instant.EPOCH;
  private Instant wantedAt = Instant.EPOCH;

  /** Adds the known notes to the inventory, and forgets those of other VMs. */
  Inventory annotate(Inventory inventory) {
    Set<VmId> present = inventory.vms().stream().map(Vm::id).collect(Collectors.toSet());
    notes.keySet().retainAll(present);
    wanted.retainAll(present);
    List<Vm> vms = inventory.vms().stream().map(vm -> vm.withNotes(text(vm.id()))).toList();
    return new Inventory(vms, inventory.silentNodes(), inventory.tagStyle());
  }

  /** Requests all notes older than a minute: the first page after a while was opened. */
  void wantAll(Instant now) {
    want(Integer.MAX_VALUE, now);
  }

  /** Requests the oldest notes, at most one batch a minute: a further page was opened. */
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

  /** Cancels all requests for new pages. */
  void wantNone() {
    wanted.clear();
  }

  /** The VMs whose notes to read now; may be empty. */
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

  /**
   * Stores notes.
   *
   * @param asked the VMs whose notes were requested
   * @param read the notes that could be read
   */
  void store(List<VmRef> asked, Map<VmRef, Optional<String>> read, Instant now) {
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

  /** Notes that could not be read are requested again after a minute. */
  private boolean isUnread(Vm vm, Instant now) {
    Note note = notes.get(vm.id());
    return note == null || (!note.read() && !now.isBefore(note.askedAt().plus(AGE)));
  }

  private static Stream<Vm> readable(Inventory inventory) {
    return inventory.vms().stream().filter(vm -> vm.power() != PowerState.UNKNOWN);
  }
}
