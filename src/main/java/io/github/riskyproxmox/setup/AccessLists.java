package io.github.riskyproxmox.setup;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proxmox's roles, users, tokens and access control list, as pveum prints them (pve-access-control
 * 9: Role.pm, User.pm, ACL.pm).
 *
 * @param roles privileges by role
 * @param users such as launcher@pve
 * @param tokens such as launcher@pve!agent
 * @param acls the entries that count for what is below their path too
 */
record AccessLists(
    Map<String, Set<String>> roles, Set<String> users, Set<String> tokens, Set<Acl> acls) {
  private static final String ALL_PRIVILEGES = "Administrator";

  /**
   * An entry of the access control list.
   *
   * @param type user or token
   */
  record Acl(String path, String type, String id, String role) {}

  /** Asks pveum. */
  static AccessLists read(Programs programs) throws SetupFailure {
    Map<String, Set<String>> roles = new HashMap<>();
    for (JsonObject role : list(programs, "pveum", "role", "list")) {
      roles.put(role.getString("roleid"), privileges(role.getString("privs", "")));
    }
    Set<String> users = new HashSet<>();
    Set<String> tokens = new HashSet<>();
    for (JsonObject user : list(programs, "pveum", "user", "list", "--full", "1")) {
      String id = user.getString("userid");
      users.add(id);
      if (user.get("tokens") instanceof JsonArray of) {
        of.getValuesAs(JsonObject.class)
            .forEach(token -> tokens.add(id + "!" + token.getString("tokenid")));
      }
    }
    Set<Acl> acls = new HashSet<>();
    for (JsonObject acl : list(programs, "pveum", "acl", "list")) {
      if (text(acl.get("propagate")).equals("1")) {
        acls.add(
            new Acl(
                acl.getString("path"),
                acl.getString("type"),
                acl.getString("ugid"),
                acl.getString("roleid")));
      }
    }
    return new AccessLists(roles, users, tokens, acls);
  }

  /** The storages on which VMs can have disks. */
  static List<String> storages(Programs programs) throws SetupFailure {
    List<String> storages =
        list(programs, "pvesh", "get", "/storage").stream()
            .filter(one -> List.of(one.getString("content", "").split(",")).contains("images"))
            .filter(one -> !text(one.get("disable")).equals("1"))
            .map(one -> one.getString("storage"))
            .sorted()
            .toList();
    // Where Proxmox saves the memory of a VM without disks (pve-api.md §7).
    return storages.isEmpty() ? List.of("local") : storages;
  }

  /** Whether this version of Proxmox has that privilege: Administrator has all. */
  boolean knows(String privilege) {
    return roles.getOrDefault(ALL_PRIVILEGES, Set.of()).contains(privilege);
  }

  static Set<String> privileges(String text) {
    Set<String> privileges = new TreeSet<>(List.of(text.split("[,;\\s]+")));
    privileges.remove("");
    return privileges;
  }

  private static List<JsonObject> list(Programs programs, String... words) throws SetupFailure {
    CommandLine command =
        new CommandLine(
            Stream.concat(Stream.of(words), Stream.of("--output-format", "json")).toList());
    String printed = programs.succeed(command);
    try (JsonReader reader = Json.createReader(new StringReader(printed))) {
      return reader.readArray().getValuesAs(JsonObject.class);
    } catch (JsonException | ClassCastException foreign) {
      throw new SetupFailure(SetupText.NOT_UNDERSTOOD, command.toString());
    }
  }

  /** Perl writes a number as a number or as a text. */
  private static String text(@Nullable JsonValue value) {
    return value instanceof JsonString string ? string.getString() : String.valueOf(value);
  }
}
