package io.github.riskyproxmox.simulator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Users, tokens and their privileges. root@pam has all privileges. Of a subject's grants the one
 * for the most specific path applies. A token with privsep=1 has the privileges that it and its
 * user both have.
 */
public final class SimAccess {
  private static final String ROOT = "root@pam";
  private static final Set<String> TOP =
      Set.of("/", "/access", "/nodes", "/pool", "/sdn", "/storage", "/vms");
  private final Map<String, ScenarioSubject> subjects = new ConcurrentHashMap<>();
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final String firstToken;

  SimAccess(SimScenario scenario) {
    for (ScenarioSubject subject : scenario.subjects()) {
      subjects.put(subject.id(), subject);
      if (subject.isToken()) {
        secrets.put(subject.id(), subject.secret().orElseGet(() -> UUID.randomUUID().toString()));
      }
    }
    firstToken =
        scenario.subjects().stream()
            .filter(ScenarioSubject::isToken)
            .findFirst()
            .map(ScenarioSubject::id)
            .orElseThrow(() -> new IllegalArgumentException("a scenario needs a token"));
  }

  /** The scenario's first token. */
  public String tokenId() {
    return firstToken;
  }

  /** A token's secret. */
  public String secret(String tokenId) {
    return Optional.ofNullable(secrets.get(tokenId)).orElseThrow();
  }

  /** Makes a token invalid: expired, deleted, or its user disabled. */
  public void revoke(String tokenId) {
    secrets.remove(tokenId);
  }

  /** Sets the privileges of a user or token on a path and all paths below. */
  public void grant(String id, String path, Set<String> privileges) {
    subjects.computeIfPresent(
        id,
        (key, old) -> {
          Map<String, Set<String>> grants = new HashMap<>(old.grants());
          grants.put(path, Set.copyOf(privileges));
          return new ScenarioSubject(id, old.secret(), old.privilegeSeparated(), grants);
        });
  }

  /** The id of the token; empty if it is wrong, unknown or invalid. */
  Optional<String> authenticate(String credentials) {
    int mark = credentials.indexOf('=');
    if (mark < 0) {
      return Optional.empty();
    }
    String id = credentials.substring(0, mark);
    return Optional.ofNullable(secrets.get(id))
        .filter(secret -> secret.equals(credentials.substring(mark + 1)))
        .map(secret -> id);
  }

  boolean allows(String caller, String path, String privilege) {
    return caller.equals(ROOT) || privileges(caller, path).contains(privilege);
  }

  /** The privileges of a caller by path. */
  Map<String, Set<String>> permissions(String caller) {
    Set<String> paths = new TreeSet<>(TOP);
    paths.addAll(grants(caller).keySet());
    paths.addAll(grants(userOf(caller)).keySet());
    Map<String, Set<String>> permissions = new TreeMap<>();
    for (String path : paths) {
      Set<String> privileges = privileges(caller, path);
      if (!privileges.isEmpty()) {
        permissions.put(path, new TreeSet<>(privileges));
      }
    }
    return permissions;
  }

  private Set<String> privileges(String caller, String path) {
    Set<String> ofUser = granted(userOf(caller), path);
    ScenarioSubject subject = subjects.get(caller);
    if (subject == null || !subject.isToken() || !subject.privilegeSeparated()) {
      return ofUser;
    }
    Set<String> both = new HashSet<>(granted(caller, path));
    both.retainAll(ofUser);
    return both;
  }

  /** The grant on the path, or on the nearest path above it. */
  private Set<String> granted(String id, String path) {
    Map<String, Set<String>> grants = grants(id);
    String at = path;
    while (!grants.containsKey(at) && !at.equals("/")) {
      int slash = at.lastIndexOf('/');
      at = slash <= 0 ? "/" : at.substring(0, slash);
    }
    return grants.getOrDefault(at, Set.of());
  }

  private Map<String, Set<String>> grants(String id) {
    ScenarioSubject subject = subjects.get(id);
    return subject == null ? Map.of() : subject.grants();
  }

  private static String userOf(String caller) {
    int mark = caller.indexOf('!');
    return mark < 0 ? caller : caller.substring(0, mark);
  }
}
