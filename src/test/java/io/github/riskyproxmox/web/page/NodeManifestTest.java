package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.launch.LastUse;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.FakeProxmox;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeManifestTest {
  private static final String QUOTED = "a \"b\" \u202E</script>";

  @Test
  void itBearsTheNameOfTheNode() {
    JsonObject manifest = manifest(Map.of(), UiSamples.OLD, UiSamples.NEW);

    assertEquals("pve VMs", manifest.getString("name"));
    assertEquals("pve VMs", manifest.getString("short_name"));
    assertEquals(3, manifest.getJsonArray("icons").size());
    assertEquals(List.of(), manifest.getJsonArray("shortcuts"));
  }

  @Test
  void aLongNameHasAShortFormAndSeveralNodesHaveNoName() {
    JsonObject one = manifest(Map.of(), FakeProxmox.vm(101, "proxmox-living-room", "a"));
    assertEquals("proxmox-living-room VMs", one.getString("name"));
    assertEquals("VMs", one.getString("short_name"));

    JsonObject two = manifest(Map.of(), UiSamples.OLD, FakeProxmox.vm(201, "attic", "far"));
    assertEquals("VM launcher", two.getString("name"));
    assertEquals("VM launcher", manifest(Map.of()).getString("name"));
  }

  @Test
  void theThreeVmsThatWereLaunchedLastAreShortcuts() {
    Map<VmId, LastUse> uses =
        Map.of(
            new VmId(101), used(10),
            new VmId(102), used(40),
            new VmId(103), used(20),
            new VmId(104), used(30),
            new VmId(999), used(50));

    JsonObject manifest =
        manifest(
            uses,
            UiSamples.stopped(101, "one"),
            UiSamples.stopped(102, QUOTED),
            UiSamples.stopped(103, "three"),
            UiSamples.stopped(104, "four"));

    List<JsonObject> shortcuts = manifest.getJsonArray("shortcuts").getValuesAs(JsonObject.class);
    assertEquals(
        List.of("./#launch=102", "./#launch=104", "./#launch=103"),
        shortcuts.stream().map(one -> one.getString("url")).toList());
    assertEquals("Launch a \"b\" </script>", shortcuts.get(0).getString("name"));
    assertEquals("Launch four", shortcuts.get(1).getString("name"));
  }

  private static LastUse used(int seconds) {
    return new LastUse(UiSamples.NOW.plusSeconds(seconds), Duration.ofSeconds(5));
  }

  private static JsonObject manifest(Map<VmId, LastUse> uses, Vm... vms) {
    SiteSnapshot site = UiSamples.site(UiSamples.NOW, Optional.empty(), vms);
    return Json.createReader(new StringReader(NodeManifest.of(site, uses))).readObject();
  }
}
