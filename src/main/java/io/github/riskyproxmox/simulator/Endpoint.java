package io.github.riskyproxmox.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method of one path.
 *
 * @param method of HTTP
 * @param path its parts; variables in braces
 * @param forwarded whether the outer daemon sends it on to the inner one ({@code protected})
 * @param permission what the caller needs before anything else is looked at
 * @param parameters those of the path included
 * @param action what it does
 */
record Endpoint(
    String method,
    List<String> path,
    boolean forwarded,
    Optional<Permission> permission,
    Map<String, Parameter> parameters,
    Action action) {

  /** What a call does; refusals are {@link ApiError}s. */
  @FunctionalInterface
  interface Action {
    Payload run(ApiCall call);
  }

  /**
   * A privilege at a path.
   *
   * @param path variables in braces
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

  /** The values of the path's variables; empty if it is another path. */
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
