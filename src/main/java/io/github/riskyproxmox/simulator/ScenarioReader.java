package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a scenario from JSON; {@link SimScenario} describes the format. */
final class ScenarioReader {
  private ScenarioReader() {}

  static SimScenario scenario(JsonObject json) {
    List<ScenarioNode> nodes = new ArrayList<>();
    for (JsonObject node : objects(json, "nodes")) {
      nodes.add(
          new ScenarioNode(
              node.getString("name"), text(node, "failure").map(NodeFailure::valueOf)));
    }
    if (nodes.isEmpty()) {
      nodes.add(new ScenarioNode("pve", Optional.empty()));
    }
    List<ScenarioSubject> subjects = new ArrayList<>();
    objects(json, "users").forEach(user -> subjects.add(subject(user)));
    objects(json, "tokens").forEach(token -> subjects.add(subject(token)));
    List<ScenarioVm> vms = new ArrayList<>();
    for (JsonObject vm : objects(json, "vms")) {
      vms.add(vm(vm, nodes.get(0).name()));
    }
    return new SimScenario(
        json.getString("version", "9.2.11"),
        json.getBoolean("cleanupTrap", true),
        json.getBoolean("messageInBody", true),
        nodes,
        json.containsKey("options") ? json.getJsonObject("options") : JsonValue.EMPTY_JSON_OBJECT,
        subjects.isEmpty() ? SimScenario.usualSubjects() : subjects,
        vms,
        objects(json, "storages").stream().map(ScenarioReader::storage).toList(),
        objects(json, "mappings").stream().map(ScenarioReader::mapping).toList());
  }

  private static ScenarioStorage storage(JsonObject json) {
    return new ScenarioStorage(
        json.getString("storage"),
        json.getBoolean("enabled", true),
        json.getBoolean("active", true));
  }

  private static ScenarioMapping mapping(JsonObject json) {
    return new ScenarioMapping(
        json.getString("type"), json.getString("id"), strings(json.getJsonArray("map")));
  }

  static ScenarioVm numbered(int vmid, String node, boolean running) {
    ScenarioVm usual = ScenarioVm.usual(vmid, node, "machine-" + vmid);
    return new ScenarioVm(
        vmid,
        false,
        node,
        usual.name(),
        "rack" + vmid % 10 + ";linux",
        "Machine **number " + vmid + "** of a rack.\n\n- one\n- two",
        false,
        running ? ScenarioVm.State.RUNNING : ScenarioVm.State.STOPPED,
        Duration.ofHours(1),
        Optional.empty(),
        false,
        Map.of(),
        usual.hardware(),
        usual.guest());
  }

  private static ScenarioSubject subject(JsonObject json) {
    Map<String, Set<String>> grants = new HashMap<>();
    if (json.containsKey("grants")) {
      JsonObject granted = json.getJsonObject("grants");
      granted
          .keySet()
          .forEach(path -> grants.put(path, new HashSet<>(strings(granted.getJsonArray(path)))));
    }
    return new ScenarioSubject(
        json.getString("id"), text(json, "secret"), json.getBoolean("privsep", true), grants);
  }

  private static ScenarioVm vm(JsonObject json, String firstNode) {
    int vmid = json.getInt("vmid");
    Map<String, String> options = new HashMap<>();
    if (json.containsKey("options")) {
      JsonObject given = json.getJsonObject("options");
      given.keySet().forEach(key -> options.put(key, given.getString(key)));
    }
    return new ScenarioVm(
        vmid,
        json.getString("type", "qemu").equals("lxc"),
        json.getString("node", firstNode),
        json.getString("name", "VM-" + vmid),
        json.getString("tags", ""),
        json.getString("notes", ""),
        json.getBoolean("template", false),
        ScenarioVm.State.of(json.getString("state", "stopped")),
        seconds(json, "uptime", Duration.ofMinutes(10)),
        text(json, "lock"),
        json.getBoolean("ha", false),
        options,
        hardware(json),
        guest(
            json.containsKey("guest") ? json.getJsonObject("guest") : JsonValue.EMPTY_JSON_OBJECT));
  }

  private static Hardware hardware(JsonObject json) {
    Hardware usual = Hardware.usual();
    return new Hardware(
        json.getInt("cores", usual.cores()),
        json.getInt("memoryMiB", usual.memoryMiB()),
        json.getInt("diskGiB", usual.diskGiB()),
        json.getString("storage", usual.storage()),
        json.containsKey("hostpci") ? strings(json.getJsonArray("hostpci")) : List.of(),
        json.containsKey("stateBlockers")
            ? strings(json.getJsonArray("stateBlockers"))
            : List.of());
  }

  private static GuestBehaviour guest(JsonObject json) {
    GuestBehaviour usual = GuestBehaviour.usual();
    return new GuestBehaviour(
        seconds(json, "shutdown", usual.shutdown()),
        json.getBoolean("ignoresAcpi", false),
        seconds(json, "start", usual.start()),
        text(json, "startFailure"),
        text(json, "startLog"),
        json.getInt("startWarnings", 0),
        seconds(json, "stop", usual.stop()),
        seconds(json, "release", usual.release()),
        seconds(json, "pciLinger", usual.pciLinger()),
        seconds(json, "hibernate", usual.hibernate()),
        text(json, "hibernateFailure"),
        json.containsKey("agent")
            ? Optional.of(agent(json.getJsonObject("agent")))
            : Optional.empty());
  }

  private static AgentBehaviour agent(JsonObject json) {
    AgentBehaviour usual = AgentBehaviour.usual();
    return new AgentBehaviour(
        json.containsKey("disabled")
            ? new HashSet<>(strings(json.getJsonArray("disabled")))
            : usual.disabled(),
        seconds(json, "suspend", usual.suspend()),
        text(json, "refusal"),
        json.getBoolean("wakes", usual.wakes()));
  }

  private static Duration seconds(JsonObject json, String key, Duration otherwise) {
    if (!json.containsKey(key)) {
      return otherwise;
    }
    BigDecimal seconds = ((JsonNumber) json.get(key)).bigDecimalValue();
    return Duration.ofMillis(seconds.movePointRight(3).longValue());
  }

  private static Optional<String> text(JsonObject json, String key) {
    return Optional.ofNullable(json.getString(key, null));
  }

  private static List<String> strings(JsonArray array) {
    return array.getValuesAs(JsonString::getString);
  }

  private static List<JsonObject> objects(JsonObject json, String key) {
    return json.containsKey(key) ? json.getJsonArray(key).getValuesAs(JsonObject.class) : List.of();
  }
}
