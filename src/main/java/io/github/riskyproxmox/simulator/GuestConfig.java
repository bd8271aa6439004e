package io.github.riskyproxmox.simulator;

import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The endpoints of a VM's configuration: read it, and remove its lock. */
final class GuestConfig {
  private static final Set<String> NUMBERS = Set.of("onboot", "protection", "numa", "balloon");

  private GuestConfig() {}

  static List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/nodes/{node}/qemu/{vmid}/config", GuestConfig::read)
            .needing("/vms/{vmid}", "VM.Audit")
            .with("current", Parameter.flag())
            .with("snapshot", Parameter.text()),
        Endpoint.of("PUT", "/nodes/{node}/qemu/{vmid}/config", GuestConfig::change)
            .asForwarded()
            .with("name", Parameter.text())
            .with("description", Parameter.text())
            .with("tags", Parameter.text())
            .with("delete", Parameter.text())
            .with("digest", Parameter.text())
            .with("lock", Parameter.text())
            .with("skiplock", Parameter.flag()));
  }

  private static Payload read(ApiCall call) {
    SimVm vm = call.vm();
    JsonObjectBuilder json =
        JsonTree.object()
            .add("name", vm.name())
            .add("cores", vm.hardware().cores())
            .add("sockets", 1)
            .add("memory", Integer.toString(vm.hardware().memoryMiB()))
            .add("ostype", "l26")
            .add("boot", "order=scsi0")
            .add("scsihw", "virtio-scsi-single")
            .add("scsi0", disk(vm));
    addCommon(json, vm);
    if (vm.hasSavedState()) {
      json.add("vmstate", vm.hardware().storage() + ":" + vm.vmid() + "/vm-state-suspend.raw")
          .add("runningmachine", "pc-i440fx-10.1+pve0");
    }
    addDevices(json, vm);
    vm.options().forEach((key, value) -> addOption(json, key, value));
    return Payload.of(json);
  }

  /** What VMs and containers have in common. */
  static void addCommon(JsonObjectBuilder json, SimVm vm) {
    if (!vm.notes().isEmpty()) {
      json.add("description", vm.notes());
    }
    if (!vm.tags().isEmpty()) {
      json.add("tags", vm.tags());
    }
    vm.lock().ifPresent(lock -> json.add("lock", lock));
    if (vm.isTemplate()) {
      json.add("template", 1);
    }
    json.add("digest", digest(vm));
  }

  static String disk(SimVm vm) {
    String storage = vm.hardware().storage();
    return storage
        + ":"
        + vm.vmid()
        + "/vm-"
        + vm.vmid()
        + "-disk-0.raw,size="
        + vm.hardware().diskGiB()
        + "G";
  }

  private static void addDevices(JsonObjectBuilder json, SimVm vm) {
    List<String> devices = vm.hardware().hostPci();
    for (int index = 0; index < devices.size(); index++) {
      json.add("hostpci" + index, devices.get(index) + ",pcie=1");
    }
    for (String blocker : vm.hardware().stateBlockers()) {
      if (blocker.equals("virtiofs")) {
        json.add("virtiofs0", "dirid=share");
      } else {
        json.add(blocker, "type=std");
      }
    }
  }

  static void addOption(JsonObjectBuilder json, String key, String value) {
    if (NUMBERS.contains(key)) {
      json.add(key, Integer.parseInt(value));
    } else {
      json.add(key, value);
    }
  }

  private static String digest(SimVm vm) {
    String all = String.join("|", vm.name(), vm.tags(), vm.notes(), vm.lock().orElse(""), disk(vm));
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha1.digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Payload change(ApiCall call) {
    SimVm vm = call.vm();
    String path = "/vms/" + vm.vmid();
    Optional<String> delete = call.text("delete");
    if (call.text("lock").isPresent() || delete.equals(Optional.of("lock"))) {
      throw ApiError.refused("only root can set 'lock' config");
    }
    if (call.flag("skiplock")) {
      throw ApiError.parameters(Map.of("skiplock", "Only root may use this option."));
    }
    if (delete.isPresent()) {
      delete(call, vm, delete.get());
    }
    if (call.text("name").isPresent()
        || call.text("description").isPresent()
        || call.text("tags").isPresent()) {
      call.require(path, "VM.Config.Options");
    }
    call.text("name").ifPresent(vm::setName);
    call.text("description").ifPresent(vm::setNotes);
    call.text("tags").ifPresent(tags -> vm.setTags(normalised(tags)));
    return Payload.nothing();
  }

  private static void delete(ApiCall call, SimVm vm, String what) {
    String path = "/vms/" + vm.vmid();
    switch (what) {
      case "vmstate" -> {
        call.require(path, "VM.Config.Disk");
        call.require(path, "VM.PowerMgmt");
        vm.setSavedState(false);
        vm.setLock(vm.lock().filter(lock -> !lock.equals("suspended")));
      }
      case "description" -> {
        call.require(path, "VM.Config.Options");
        vm.setNotes("");
      }
      case "tags" -> {
        call.require(path, "VM.Config.Options");
        vm.setTags("");
      }
      default -> throw ApiError.parameters(Map.of("delete", "unknown setting '" + what + "'"));
    }
  }

  /** Sorted, in lower case, without duplicates: PVE's default tag-style. */
  private static String normalised(String tags) {
    return Arrays.stream(tags.split("[,; ]+", -1))
        .filter(tag -> !tag.isEmpty())
        .map(tag -> tag.toLowerCase(Locale.ROOT))
        .distinct()
        .sorted()
        .collect(Collectors.joining(";"));
  }
}
