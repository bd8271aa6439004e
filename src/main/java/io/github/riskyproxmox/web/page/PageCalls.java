package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.vm.VmId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.PhaseEvent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.primefaces.PrimeFaces;

/**
 * Answers connection.js: handles clicks, and returns what has changed since the revision of the
 * page. The script replaces only these parts.
 */
@Named("calls")
@RequestScoped
public class PageCalls {
  private final PageModel model;
  private final LaunchDialog dialog;
  private List<CardGrid.DrawnCard> cards = List.of();
  private LaunchDialogModel plan = LaunchDialogModel.NONE;
  private boolean answered;

  /** Creates the bean for that model and dialog. */
  @Inject
  public PageCalls(PageModel model, LaunchDialog dialog) {
    this.model = model;
    this.dialog = dialog;
  }

  /**
   * Serves a request of the page's script, before the parts that answer it are built. Faces calls
   * it before each phase; only the first call does anything.
   */
  public void serve(PhaseEvent phase) {
    // web.security checks the origin of POST requests; a GET request opens the page.
    if (answered || !request().getMethod().equals("POST")) {
      return;
    }
    answered = true;
    Map<String, String> parameters = external().getRequestParameterMap();
    // connection.js always sends it, and PrimeFaces cannot write the response without it.
    if (parameters.getOrDefault("primefaces.nonce", "").isBlank()) {
      PageFaults.refuse(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    PageCall call = PageCall.from(parameters);
    LaunchDialog.Answer answer = dialog.answer(call, client());
    plan = answer.plan();
    if (call.polls()) {
      model.useRecentSnapshot();
    } else {
      model.useCurrentSnapshot();
    }
    CardGrid.Drawn drawn = model.drawn();
    cards = call.knows(model.getEpoch()) ? drawn.changedAfter(call.revision()) : drawn.cards();
    addParameter("epoch", model.getEpoch());
    addParameter("revision", model.getRevision());
    addParameter("now", model.getNow());
    addParameter("readAt", model.getReadAt());
    addParameter("nowIds", model.ids(Card.Place.NOW));
    addParameter("switchIds", model.ids(Card.Place.SWITCH));
    addParameter("alwaysIds", model.ids(Card.Place.ALWAYS));
    addParameter("light", model.getLight());
    addParameter("title", model.getTitle());
    addParameter("place", model.getPlace());
    addParameter("stale", model.isStale());
    addParameter("dialog", answer.dialog());
    addParameter("message", answer.message());
  }

  /** Whether the page's script sent this request, and gets the parts that may change. */
  public boolean isAsked() {
    FacesContext faces = FacesContext.getCurrentInstance();
    return faces.isPostback() && faces.getPartialViewContext().isAjaxRequest();
  }

  /** The same, once the request has been served. */
  public boolean isAnswered() {
    return answered && isAsked();
  }

  /** The cards that changed, as HTML. */
  public String getHtml() {
    return cards.stream().map(CardGrid.DrawnCard::html).collect(Collectors.joining());
  }

  /** The content of the dialog. */
  public LaunchDialogModel getPlan() {
    return plan;
  }

  /** How the VM of the dialog looks. */
  public VmLook getPlanLook() {
    int vmid = plan.subject().vmid();
    return vmid > 0 ? model.look(new VmId(vmid)) : VmLook.UNKNOWN;
  }

  private static void addParameter(String name, Object value) {
    PrimeFaces.current().ajax().addCallbackParam(name, value);
  }

  private static String client() {
    return request().getRemoteAddr();
  }

  private static HttpServletRequest request() {
    return (HttpServletRequest) external().getRequest();
  }

  private static ExternalContext external() {
    return FacesContext.getCurrentInstance().getExternalContext();
  }
}
