package io.github.riskyproxmox.domain.vm;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.PveWords;
import java.time.Duration;
import java.util.Optional;

/**
 * A guest as last read: a VM, or a container where its {@code ref} says so.
 *
 * @param ref node, vmid and type
 * @param name its name; {@code VM 101} where it has none, or its node has never answered
 * @param power what it is doing
 * @param lock PVE's configuration lock ({@code backup}, {@code suspended}, ...)
 * @param tags its tags
 * @param notes the raw text of its notes; empty where it has none or they could not be read
 * @param template whether it is a template, which can never be started
 * @param uptime since its start; zero unless running
 * @param cores virtual CPUs; 0 where unknown
 * @param memoryBytes configured memory; 0 where unknown
 * @param qmpStatus QEMU's run state as PVE names it (pve-api.md §14); empty where not known
 * @param ostype PVE's word for its operating system, {@code win11} or {@code l26}; empty until its
 *     configuration is known
 * @param load what it uses of processor and memory; empty unless it was measured while it ran
 */
public record Vm(
    VmRef ref,
    String name,
    PowerState power,
    Optional<String> lock,
    Tags tags,
    Optional<String> notes,
    boolean template,
    Duration uptime,
    int cores,
    long memoryBytes,
    String qmpStatus,
    Optional<String> ostype,
    Optional<Load> load) {

  /** One whose system and load are not known. */
  public Vm(
      VmRef ref,
      String name,
      PowerState power,
      Optional<String> lock,
      Tags tags,
      Optional<String> notes,
      boolean template,
      Duration uptime,
      int cores,
      long memoryBytes,
      String qmpStatus) {
    this(
        ref,
        name,
        power,
        lock,
        tags,
        notes,
        template,
        uptime,
        cores,
        memoryBytes,
        qmpStatus,
        Optional.empty(),
        Optional.empty());
  }

  /** One whose QEMU run state is not known either. */
  public Vm(
      VmRef ref,
      String name,
      PowerState power,
      Optional<String> lock,
      Tags tags,
      Optional<String> notes,
      boolean template,
      Duration uptime,
      int cores,
      long memoryBytes) {
    this(ref, name, power, lock, tags, notes, template, uptime, cores, memoryBytes, "");
  }

  /** Its number. */
  public VmId id() {
    return ref.id();
  }

  /** Its node. */
  public NodeName node() {
    return ref.node();
  }

  /** The same VM with this from its configuration. */
  public Vm configuredAs(Optional<String> text, Optional<String> system) {
    return new Vm(
        ref,
        name,
        power,
        lock,
        tags,
        text,
        template,
        uptime,
        cores,
        memoryBytes,
        qmpStatus,
        system,
        load);
  }

  /** The same VM with that run state of QEMU. */
  public Vm withQmpStatus(String word) {
    return new Vm(
        ref,
        name,
        power,
        lock,
        tags,
        notes,
        template,
        uptime,
        cores,
        memoryBytes,
        word,
        ostype,
        load);
  }

  /** What it is doing, for a sentence in which it follows "is". */
  public Message powerMessage() {
    return power.message(qmpStatus);
  }

  /** Why it can be neither started nor stopped where the HA manager has failed, and what to do. */
  public Message haFailure() {
    return Message.of(MessageKey.HA_FAILED, name, id().toString());
  }

  /** What a lock in its configuration means, as a clause without a full stop. */
  public Message lockMessage(String held) {
    return Message.of(
        MessageKey.LOCK, PveWords.brief(held), name, id().toString(), node().toString());
  }

  /** The same VM, with its name {@link Names#brief(String) shortened} for sentences. */
  public Vm inSentences() {
    String brief = Names.brief(name);
    return new Vm(
        ref,
        brief,
        power,
        lock,
        tags,
        notes,
        template,
        uptime,
        cores,
        memoryBytes,
        qmpStatus,
        ostype,
        load);
  }

  /** The same VM in that state; since when, and what it uses, is not known. */
  public Vm in(PowerState state, Optional<String> held) {
    return new Vm(
        ref,
        name,
        state,
        held,
        tags,
        notes,
        template,
        Duration.ZERO,
        cores,
        memoryBytes,
        "",
        ostype,
        Optional.empty());
  }

  /** The same VM, whose node does not answer, with what was read while it did. */
  public Vm rememberedAs(Vm before) {
    return new Vm(
        ref,
        before.name,
        power,
        lock,
        tags,
        before.notes,
        before.template,
        uptime,
        before.cores,
        before.memoryBytes,
        "",
        before.ostype,
        Optional.empty());
  }
}
