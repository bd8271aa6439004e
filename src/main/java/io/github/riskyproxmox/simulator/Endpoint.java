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
   * @param privilege its name
   */
  record Permission(String path, String privilege) {}

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

  Endpoint needing(String privilegePath, String privilege) {
    return new Endpoint(
        method,
        path,
        forwarded,
        Optional.of(new Permission(privilegePath, privilege)),
        parameters,
        action);
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
