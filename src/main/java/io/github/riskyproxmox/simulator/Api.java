package io.github.riskyproxmox.simulator;

import io.github.riskyproxmox.simulator.http.HttpReply;
import io.github.riskyproxmox.simulator.http.HttpRequest;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers requests. Checks them in PVE's order: token, path, privilege, node, parameters. */
final class Api {
  private static final String BASE = "/api2/json";
  private static final String JSON = "application/json;charset=UTF-8";
  private static final Duration UNAUTHORIZED = Duration.ofSeconds(3);
  private static final Pattern TOKEN = Pattern.compile("PVEAPIToken[= ](.*)");

  private final SimCluster cluster;
  private final EndpointTable endpoints;

  Api(SimCluster cluster, EndpointTable endpoints) {
    this.cluster = cluster;
    this.endpoints = endpoints;
  }

  /** The answer, after the time that PVE takes. */
  HttpReply answer(HttpRequest request) {
    Timed timed;
    synchronized (cluster) {
      timed = prepare(request);
    }
    if (!timed.takes().isZero()) {
      cluster.clock().hold(timed.takes());
    }
    return timed.reply();
  }

  private Timed prepare(HttpRequest request) {
    if (!request.path().startsWith(BASE + "/") && !request.path().equals(BASE)) {
      return Timed.now(HttpReply.text(404, "no such file '" + request.path() + "'"));
    }
    Optional<String> header = request.header("authorization");
    if (header.isEmpty()) {
      return new Timed(HttpReply.empty(401, "No ticket"), UNAUTHORIZED);
    }
    Matcher token = TOKEN.matcher(header.get());
    Optional<String> caller =
        token.matches() ? cluster.access().authenticate(token.group(1)) : Optional.empty();
    if (caller.isEmpty()) {
      return new Timed(HttpReply.empty(401, "Authentication failed!"), UNAUTHORIZED);
    }
    try {
      return call(request, caller.get());
    } catch (ApiError e) {
      return Timed.now(error(e));
    } catch (IllegalArgumentException e) {
      return Timed.now(HttpReply.text(500, String.valueOf(e.getMessage())));
    }
  }

  private Timed call(HttpRequest request, String caller) {
    Map<String, String> given = RequestParameters.of(request);
    String path = request.path().substring(BASE.length());
    List<String> parts = Endpoint.parts(path);
    Endpoint endpoint =
        endpoints
            .find(request.method(), parts)
            .orElseThrow(() -> ApiError.notImplemented(request.method(), path));
    Map<String, String> parameters = merged(endpoint.match(parts).orElseThrow(), given);
    checkPermission(endpoint, caller, parameters);
    boolean forwarded = endpoint.forwarded();
    if (parameters.containsKey("node") && endpoint.path().contains("{node}")) {
      Route route = Route.to(cluster, parameters.get("node"));
      if (route.failure().isPresent()) {
        return new Timed(route.failure().get().reply(), route.failure().get().delay());
      }
      parameters.put("node", route.node());
      forwarded |= route.remote();
    }
    HttpReply reply;
    Duration takes = Duration.ZERO;
    try {
      checkForm(endpoint, parameters);
      Payload payload = endpoint.action().run(new ApiCall(cluster, caller, parameters));
      takes = payload.takes();
      reply = success(payload);
    } catch (ApiError e) {
      takes = e.takes();
      reply = error(e);
    }
    return new Timed(forwarded ? reply.asForwarded() : reply, takes);
  }

  private static Map<String, String> merged(Map<String, String> ofPath, Map<String, String> given) {
    Map<String, String> all = new TreeMap<>(ofPath);
    given.forEach(
        (name, value) -> {
          if (ofPath.containsKey(name) && !ofPath.get(name).equals(value)) {
            throw ApiError.parameters(
                Map.of(
                    name, "duplicate parameter (already defined in URI) with conflicting values!"));
          }
          all.put(name, value);
        });
    return all;
  }

  private void checkPermission(Endpoint endpoint, String caller, Map<String, String> parameters) {
    endpoint
        .permission()
        .ifPresent(
            permission -> {
              String path = permission.path();
              for (String variable : List.of("vmid", "node")) {
                path = path.replace("{" + variable + "}", parameters.getOrDefault(variable, ""));
              }
              List<String> privileges = permission.in(cluster.scenario());
              String checked = path;
              if (privileges.stream()
                  .noneMatch(one -> cluster.access().allows(caller, checked, one))) {
                throw ApiError.forbidden(path, String.join("|", privileges));
              }
            });
  }

  private void checkForm(Endpoint endpoint, Map<String, String> parameters) {
    Map<String, String> errors = new TreeMap<>();
    endpoint
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.required() && !parameters.containsKey(name)) {
                errors.put(name, "property is missing and it is not optional");
              }
            });
    parameters.forEach(
        (name, value) -> {
          Parameter parameter = endpoint.parameters().get(name);
          if (parameter == null || !parameter.isKnownTo(cluster.scenario())) {
            errors.put(
                name,
                "property is not defined in schema and the schema does not allow additional"
                    + " properties");
          } else {
            parameter.problem(value).ifPresent(problem -> errors.put(name, problem));
          }
        });
    if (!errors.isEmpty()) {
      throw ApiError.parameters(errors);
    }
  }

  private static HttpReply success(Payload payload) {
    JsonObjectBuilder body = JsonTree.object().add("data", payload.data());
    if (payload.total() > 0) {
      body.add("total", payload.total());
    }
    return HttpReply.of(200, "OK", JSON, body.build().toString());
  }

  private HttpReply error(ApiError error) {
    JsonObjectBuilder body = JsonTree.object().add("data", JsonValue.NULL);
    if (cluster.scenario().messageInBody()) {
      String end = error.status() == 501 ? "" : "\n";
      body.add("message", error.getMessage() + end);
    }
    if (!error.errors().isEmpty()) {
      JsonObjectBuilder errors = JsonTree.object();
      error.errors().forEach(errors::add);
      body.add("errors", errors);
    }
    return HttpReply.of(error.status(), error.getMessage(), JSON, body.build().toString());
  }

  /** An answer and the time that PVE takes for it. */
  private record Timed(HttpReply reply, Duration takes) {
    static Timed now(HttpReply reply) {
      return new Timed(reply, Duration.ZERO);
    }
  }
}
