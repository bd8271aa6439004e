package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.vm.VmId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.primefaces.PrimeFaces;

/**
 * Answers page.js: handles clicks, and returns what has changed since the revision of the page. The
 * script replaces only these parts.
 */
@Named("calls")
@RequestScoped
public class PageCalls {
  private final PageModel model;
  private final LaunchDialog dialog;
  private List<Card> cards = List.of();
  private LaunchDialogModel plan = LaunchDialogModel.NONE;
  private boolean answering;
  private boolean anew;

  /** Creates the bean for that model and dialog. */
  @Inject
  public PageCalls(PageModel model, LaunchDialog dialog) {
    this.model = model;
    this.dialog = dialog;
  }

  /** The one action of the page. */
  public void serve() {
    // web.security checks the origin of POST requests, and lets no other requests reach this.
    if (!request().getMethod().equals("POST")) {
      return;
    }
    Map<String, String> parameters = external().getRequestParameterMap();
    // page.js always sends it, and PrimeFaces cannot write the response without it.
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
    anew = !call.knows(model.getEpoch(), model.getLook());
    cards = anew ? List.of() : changed(call);
    answering = true;
    addParameter("call", call.number());
    addParameter("epoch", model.getEpoch());
    addParameter("revision", model.getRevision());
    addParameter("look", model.getLook());
    addParameter("now", model.getNow());
    addParameter("readAt", model.getReadAt());
    addParameter("ids", model.ids());
    addParameter("title", model.getTitle());
    addParameter("place", model.getPlace());
    addParameter("stale", model.isStale());
    addParameter("dialog", answer.dialog());
    addParameter("message", answer.message());
  }

  private List<Card> changed(PageCall call) {
    Set<VmId> suspects = call.busy();
    return model.cards().changedAfter(call.revision(), suspects);
  }

  /** Whether the response contains changes. */
  public boolean isAnswering() {
    return answering;
  }

  /** Whether the response contains every card, because the page shows another epoch. */
  public boolean isAnew() {
    return anew;
  }

  /** The cards that changed. */
  public List<Card> getCards() {
    return cards;
  }

  /** The content of the dialog. */
  public LaunchDialogModel getPlan() {
    return plan;
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
