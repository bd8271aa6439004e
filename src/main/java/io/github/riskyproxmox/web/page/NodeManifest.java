package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LastUse;
import io.github.riskyproxmox.domain.vm.Names;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The web app manifest: the installed page bears the node's name, and its menu launches the VMs
 * that were launched last.
 */
final class NodeManifest {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
  private static final int SHORTCUTS = 3;

  /** Longer names are cut below an icon. */
  private static final int LONGEST_SHORT_NAME = 12;

  /** Of the page in the dark theme. */
  private static final String COLOR = "#15161f";

  private NodeManifest() {}

  /** The manifest as JSON. */
  static String of(SiteSnapshot site, Map<VmId, LastUse> uses) {
    Optional<String> named = node(site).map(node -> node + " VMs");
    return JSON.createObjectBuilder()
        .add("name", named.orElse("VM launcher"))
        .add("short_name", named.filter(name -> name.length() <= LONGEST_SHORT_NAME).orElse("VMs"))
        .add("description", "Switches between the virtual machines of a Proxmox VE server.")
        .add("start_url", "./")
        .add("scope", "./")
        .add("display", "standalone")
        .add("background_color", COLOR)
        .add("theme_color", COLOR)
        .add("icons", icons())
        .add("shortcuts", shortcuts(site, uses))
        .build()
        .toString();
  }

  /** The node, if there is only one. */
  private static Optional<NodeName> node(SiteSnapshot site) {
    List<NodeName> nodes = site.inventory().vms().stream().map(Vm::node).distinct().toList();
    return nodes.size() == 1 ? Optional.of(nodes.get(0)) : Optional.empty();
  }

  private static JsonArray icons() {
    return JSON.createArrayBuilder()
        .add(icon("icons/icon.svg", "any", "image/svg+xml", "any"))
        .add(icon("icons/icon-192.png", "192x192", "image/png", "any"))
        .add(icon("icons/icon-512.png", "512x512", "image/png", "any maskable"))
        .build();
  }

  private static JsonObject icon(String source, String sizes, String type, String purpose) {
    return JSON.createObjectBuilder()
        .add("src", source)
        .add("sizes", sizes)
        .add("type", type)
        .add("purpose", purpose)
        .build();
  }

  private static JsonArray shortcuts(SiteSnapshot site, Map<VmId, LastUse> uses) {
    JsonArrayBuilder shortcuts = JSON.createArrayBuilder();
    uses.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparing(LastUse::endedAt).reversed()))
        .flatMap(use -> site.inventory().find(use.getKey()).stream())
        .filter(vm -> !vm.template())
        .limit(SHORTCUTS)
        .forEach(
            vm ->
                shortcuts.add(
                    JSON.createObjectBuilder()
                        .add("name", "Launch " + Names.brief(PlainText.line(vm.name())))
                        .add("url", "./#launch=" + vm.id())));
    return shortcuts.build();
  }
}
