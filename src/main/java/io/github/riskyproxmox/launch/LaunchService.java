package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.conflict.ConflictPolicy;
import io.github.riskyproxmox.domain.launch.JournalTrouble;
import io.github.riskyproxmox.domain.launch.LastUse;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.StopPreview;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The deployed service: gives {@link LaunchCoordinator} the container's threads, beans and events.
 * A method that asks Proxmox may throw a PveException.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@ManagedExecutorDefinition(name = LaunchService.EXECUTOR, maxAsync = 2)
public class LaunchService {
  static final String EXECUTOR = "java:app/concurrent/launches";

  private Settings settings;
  private Proxmox proxmox;
  private Instance<StopStrategy> strategies;
  private Event<LaunchReport> reports;
  private Event<JournalTrouble> troubles;

  @Resource(lookup = EXECUTOR)
  private ManagedExecutorService executor;

  private LaunchCoordinator coordinator;

  /** For the container, whose EJB proxies call this constructor. */
  protected LaunchService() {}

  /** Called by the container. */
  @Inject
  public LaunchService(
      Settings settings,
      Proxmox proxmox,
      @Any Instance<StopStrategy> strategies,
      Event<LaunchReport> reports,
      Event<JournalTrouble> troubles) {
    this.settings = settings;
    this.proxmox = proxmox;
    this.strategies = strategies;
    this.reports = reports;
    this.troubles = troubles;
  }

  @PostConstruct
  void open() {
    LaunchJournal journal =
        new LaunchJournal(
            StateDirectory.of(
                Optional.ofNullable(System.getProperty("riskyproxmox.state-dir")),
                System.getenv(),
                System.getProperty("user.home")));
    VmOperations operations =
        new VmOperations(
            proxmox,
            new StopStrategies(strategies),
            settings.shutdownTimeout(),
            new SystemLaunchClock()::now);
    coordinator =
        new LaunchCoordinator(
            proxmox,
            new ConflictPolicy(settings.exclude()),
            settings.hostPoweroff(),
            operations,
            journal,
            SystemLaunchClock::new,
            executor,
            reports::fire,
            troubles::fire);
    coordinator.open();
  }

  @PreDestroy
  void close() {
    coordinator.close();
  }

  /** Accepts or refuses a launch, a stop or the shutdown of a node; never waits for a VM. */
  public LaunchReply request(LaunchRequest request) {
    return coordinator.request(request);
  }

  /** What a launch of that VM would involve now; empty if the token sees no such VM. */
  public Optional<LaunchPreview> preview(VmId target) {
    return coordinator.preview(target);
  }

  /** What stopping that VM would involve now; empty if it does not run, or is not seen. */
  public Optional<StopPreview> stopPreview(VmId target) {
    return coordinator.stopPreview(target);
  }

  /** What shutting that node down would involve now. */
  public StopPreview hostPreview(NodeName node) {
    return coordinator.hostPreview(node);
  }

  /** The launch under way or the last one. Never asks Proxmox. */
  public Optional<LaunchReport> current() {
    return coordinator.current();
  }

  /** Cancels the launch under way, if that is still possible. */
  public LaunchReply cancel(String client) {
    return coordinator.cancel(client);
  }

  /** The last launches, newest first, the one under way included. */
  public List<LaunchReport> history() {
    return coordinator.history();
  }

  /** How long launches like that one, with that action, took; empty if unknown. */
  public Optional<Duration> usually(LaunchPreview preview, Optional<StopAction> action) {
    return coordinator.usually(preview, action);
  }

  /**
   * The last use of each VM that one of the known launches has started. Reads neither disk nor
   * Proxmox.
   */
  public Map<VmId, LastUse> uses() {
    return coordinator.uses();
  }

  /** The names of all stop actions, gentlest first. */
  public List<StopAction> actions() {
    return coordinator.actions();
  }

  /** What is wrong with the journal of launches; empty if nothing is. */
  public Optional<Message> complaint() {
    return coordinator.complaint();
  }
}
