package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.pve.Access;
import io.github.riskyproxmox.domain.pve.AccessCheck;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.proxmox.http.PveHttpClient;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;

/** Produces the gateway and the access check over one client, on threads of the container. */
@ManagedExecutorDefinition(
    name = ProxmoxProducer.EXECUTOR,
    maxAsync = Parallel.WIDTH,
    hungTaskThreshold = 120_000)
@ApplicationScoped
public class ProxmoxProducer {
  static final String EXECUTOR = "java:app/concurrent/proxmox";

  private final Settings settings;
  private final PveHttpClient http;
  private final Event<Access> changes;

  // A resource cannot be injected into a constructor.
  @Resource(lookup = EXECUTOR)
  private ManagedExecutorService executor;

  // Only for ages: the clock of the machine may be set meanwhile.
  private final Instant begin = InstantSource.system().instant();
  private final long nanosAtBegin = System.nanoTime();
  private final InstantSource clock = () -> begin.plusNanos(System.nanoTime() - nanosAtBegin);

  private PveApi api;
  private PveAccessCheck accessCheck;

  /** Called by the container. */
  @Inject
  public ProxmoxProducer(Settings settings, Event<Access> changes) {
    this.settings = settings;
    this.changes = changes;
    this.http = new PveHttpClient(settings, Limits.STANDARD);
  }

  @PostConstruct
  void build() {
    api = PveClient.of(settings, http);
    accessCheck = new PveAccessCheck(api, executor, clock, changes::fire);
  }

  /** The gateway. */
  @Produces
  @ApplicationScoped
  public Proxmox proxmox() {
    return new PveGateway(api, settings, executor, clock, accessCheck::checkIfDue);
  }

  /** What the token may do. */
  @Produces
  @ApplicationScoped
  public AccessCheck accessCheck() {
    return accessCheck;
  }

  /** Checks once, in another thread, as the application starts: Proxmox may be away now. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    accessCheck.checkIfDue();
  }

  /** Ends requests under way: a thread that waits for Proxmox would delay the agent's end. */
  @PreDestroy
  void stop() {
    http.close();
  }
}
