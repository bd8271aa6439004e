package io.github.riskyproxmox.simulator;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of the simulator when it starts. As JSON (only {@code vms[].vmid} is required):
 *
 * <pre>{@code
 * {"version": "9.2.11",
 *  "cleanupTrap": true,            // qm cleanup holds the lock of a VM restarted at once
 *  "messageInBody": true,          // false: errors' text only in the reason phrase (old PVE)
 *  "nodes": [{"name": "pve"}, {"name": "pve2", "failure": "NO_ROUTE"}],
 *  "options": {"tag-style": {"color-map": "gpu:7bd389:000000"}},   // of cluster/options
 *  "users":  [{"id": "launcher@pve", "grants": {"/vms": ["VM.Audit", "VM.PowerMgmt"]}}],
 *  "tokens": [{"id": "launcher@pve!agent", "secret": "…", "privsep": true, "grants": {…}}],
 *  "vms": [{"vmid": 101, "type": "qemu", "node": "pve", "name": "win11", "tags": "gpu;windows",
 *           "notes": "Markdown", "template": false, "state": "running", "uptime": 11520,
 *           "lock": "backup", "ha": false, "options": {"startup": "down=90", "agent": "1"},
 *           "cores": 16, "memoryMiB": 49152, "diskGiB": 512, "storage": "local",
 *           "hostpci": ["0000:01:00.0"], "stateBlockers": ["virtiofs"],
 *           "guest": {"shutdown": 4, "ignoresAcpi": false, "start": 2, "startFailure": "…",
 *                     "startLog": "kvm: …", "startWarnings": 0, "stop": 0.4, "release": 0.5, "pciLinger": 0,
 *                     "hibernate": 5, "hibernateFailure": "…",
 *                     "agent": {"disabled": ["guest-suspend-disk"], "suspend": 4,
 *                               "refusal": "…", "wakes": false}}},
 *          {"vmid": 201, "type": "lxc", "state": "running",
 *           "options": {"dev0": "/dev/dri/renderD128,gid=104",
 *                       "lxc.mount.entry": "/dev/dri dev/dri none bind,optional,create=dir"}}],
 *  "storages": [{"storage": "nas", "enabled": true, "active": false}],
 *  "mappings": [{"type": "pci", "id": "gpu", "map": ["node=pve,path=0000:01:00.0,id=10de:2684"]}]}
 * }</pre>
 *
 * <p>Times are seconds. {@code state} is stopped, hibernated, running or another QEMU run state:
 * paused, prelaunch, suspended (asleep), io-error, internal-error, guest-panicked, shutdown (the
 * guest is off, QEMU still runs). {@code type} is qemu or lxc; a container is stopped or running,
 * and an option that begins with {@code lxc.} is a raw line of its configuration. An agent runs in
 * a guest that has {@code agent}, and Proxmox uses it if the options have {@code "agent": "1"}. The
 * storages of the VMs' disks exist without being listed. Without users and tokens there is the
 * token {@code launcher@pve!agent} with the least privileges that the agent needs. A token without
 * a secret gets a new one at each start.
 *
 * @param version the version of PVE; before 8.2 a stop has no {@code overrule-shutdown}
 * @param cleanupTrap whether {@code qm cleanup} holds the lock of a VM that is restarted at once
 * @param messageInBody whether the body contains error messages too
 * @param nodes the client talks to the first
 * @param options the answer of {@code cluster/options}
 * @param subjects users and tokens
 * @param vms the guests, including containers and templates
 * @param storages the storages that are disabled or offline, and others
 * @param mappings the resource mappings
 */
public record SimScenario(
    String version,
    boolean cleanupTrap,
    boolean messageInBody,
    List<ScenarioNode> nodes,
    JsonObject options,
    List<ScenarioSubject> subjects,
    List<ScenarioVm> vms,
    List<ScenarioStorage> storages,
    List<ScenarioMapping> mappings) {

  /** Copies the lists. */
  public SimScenario {
    nodes = List.copyOf(nodes);
    subjects = List.copyOf(subjects);
    vms = List.copyOf(vms);
    storages = List.copyOf(storages);
    mappings = List.copyOf(mappings);
  }

  /** A scenario without mappings, whose storages are all available. */
  public SimScenario(
      String version,
      boolean cleanupTrap,
      boolean messageInBody,
      List<ScenarioNode> nodes,
      JsonObject options,
      List<ScenarioSubject> subjects,
      List<ScenarioVm> vms) {
    this(version, cleanupTrap, messageInBody, nodes, options, subjects, vms, List.of(), List.of());
  }

  /** Reads a scenario from its JSON text. */
  public static SimScenario parse(String json) {
    return read(new StringReader(json));
  }

  /** Reads a scenario from a file of JSON. */
  public static SimScenario load(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return read(reader);
    }
  }

  /** The demo: one node with the VMs of a home, and times of a few seconds. */
  public static SimScenario demo() {
    return resource("demo.json");
  }

  /** VMs for tests (pve-api.md §9) on the nodes pve1 (answers), pve2 and pve3 (down). */
  public static SimScenario testBed() {
    return resource("test-bed.json");
  }

  /**
   * That many VMs from number 100 on with tags and notes; the first runs, the others are stopped.
   */
  public static SimScenario many(int count) {
    SimScenario base = parse("{}");
    List<ScenarioVm> vms = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      vms.add(ScenarioReader.numbered(100 + index, base.nodes().get(0).name(), index == 0));
    }
    return base.withVms(vms);
  }

  /** The same with other guests. */
  public SimScenario withVms(List<ScenarioVm> others) {
    return new SimScenario(
        version, cleanupTrap, messageInBody, nodes, options, subjects, others, storages, mappings);
  }

  /** The same with another version of PVE. */
  public SimScenario withVersion(String other) {
    return new SimScenario(
        other, cleanupTrap, messageInBody, nodes, options, subjects, vms, storages, mappings);
  }

  /** The same with that secret for that token. */
  public SimScenario withSecret(String tokenId, String secret) {
    return withSubjects(
        subjects.stream()
            .map(subject -> subject.id().equals(tokenId) ? subject.withSecret(secret) : subject)
            .toList());
  }

  /** The same with other users and tokens. */
  public SimScenario withSubjects(List<ScenarioSubject> others) {
    return new SimScenario(
        version, cleanupTrap, messageInBody, nodes, options, others, vms, storages, mappings);
  }

  /** Whether its version of PVE is that one, such as {@code 8.2}, or a later one. */
  boolean isAtLeast(int major, int minor) {
    String[] parts = version.split("\\.", -1);
    int itsMajor = Integer.parseInt(parts[0]);
    int itsMinor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
    return itsMajor > major || (itsMajor == major && itsMinor >= minor);
  }

  /** The default users and tokens, with the least privileges that the agent needs. */
  static List<ScenarioSubject> usualSubjects() {
    Map<String, Set<String>> grants =
        Map.of(
            "/vms", Set.of("VM.Audit", "VM.PowerMgmt", "VM.Config.Disk"),
            "/storage/local", Set.of("Datastore.AllocateSpace"));
    return List.of(
        new ScenarioSubject("launcher@pve", Optional.empty(), false, grants),
        new ScenarioSubject("launcher@pve!agent", Optional.empty(), true, grants));
  }

  private static SimScenario resource(String name) {
    try (InputStream in = SimScenario.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the scenario " + name + " is not part of the simulator");
      }
      return read(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SimScenario read(Reader json) {
    try (JsonReader reader = JsonTree.READERS.createReader(json)) {
      return ScenarioReader.scenario(reader.readObject());
    }
  }
}
