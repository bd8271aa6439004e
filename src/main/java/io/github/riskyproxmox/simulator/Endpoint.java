package io.github.riskyproxmox.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method of one path of the API.
 *
 * @param method the HTTP method
 * @param path the parts of the path; variables are in braces
 * @param forwarded whether pveproxy forwards it to pvedaemon ({@code protected})
 * @param permission a privilege that is checked before the parameters
 * @param parameters by name, including those of the path
 * @param action performs the call
 */
record Endpoint(
    String method,
    List<String> path,
    boolean forwarded,
    Optional<Permission> permission,
    Map<String, Parameter> parameters,
    Action action) {

  /** Performs a call; throws {@link ApiError} to refuse it. */
  @FunctionalInterface
  interface Action {
    Payload run(ApiCall call);
  }

  /**
   * A privilege on a path.
   *
   * @param path its variables are in braces
   * @param anyOf the names of the privileges of which one is enough
   * @param beforeNine the only one that was enough before PVE 9; empty if they are the same
   */
  record Permission(String path, List<String> anyOf, Optional<String> beforeNine) {
    /** Copies the list. */
    Permission {
      anyOf = List.copyOf(anyOf);
    }

    /** The names in the version of that scenario. */
    List<String> in(SimScenario scenario) {
      return scenario.isAtLeast(9, 0) ? anyOf : beforeNine.map(List::of).orElse(anyOf);
    }
  }

  static Endpoint of(String method, String path, Action action) {
    List<String> parts = parts(path);
    Map<String, Parameter> parameters = new HashMap<>();
    if (parts.contains("{node}")) {
      parameters.put("node", Parameter.of(Parameter.Type.NODE));
    }
    if (parts.contains("{vmid}")) {
      parameters.put("vmid", Parameter.of(Parameter.Type.VMID));
    }
    if (parts.contains("{upid}")) {
      parameters.put("upid", Parameter.text());
    }
    return new Endpoint(method, parts, false, Optional.empty(), parameters, action);
  }

  Endpoint asForwarded() {
    return new Endpoint(method, path, true, permission, parameters, action);
  }

  Endpoint needing(String privilegePath, String... anyOf) {
    return needing(new Permission(privilegePath, List.of(anyOf), Optional.empty()));
  }

  Endpoint needing(Permission needed) {
    return new Endpoint(method, path, forwarded, Optional.of(needed), parameters, action);
  }

  Endpoint with(String name, Parameter parameter) {
    Map<String, Parameter> more = new HashMap<>(parameters);
    more.put(name, parameter);
    return new Endpoint(method, path, forwarded, permission, more, action);
  }

  /** The values of the path's variables; empty if the path does not match. */
  Optional<Map<String, String>> match(List<String> asked) {
    if (asked.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int index = 0; index < path.size(); index++) {
      String part = path.get(index);
      if (part.startsWith("{")) {
        variables.put(part.substring(1, part.length() - 1), asked.get(index));
      } else if (!part.equals(asked.get(index))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }
}
