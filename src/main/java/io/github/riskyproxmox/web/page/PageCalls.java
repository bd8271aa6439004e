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
 * Answers the page's script: does what was clicked, and hands over what has changed since the
 * revision the page shows. The script puts it where it belongs and touches nothing else.
 */
@Named("calls")
@RequestScoped
public class PageCalls {
  private final PageModel desk;
  private final LaunchDialog dialog;
  private List<Card> cards = List.of();
  private LaunchDialogModel plan = LaunchDialogModel.NONE;
  private boolean answering;
  private boolean anew;

  /** Draws on that desk, and does what was clicked by that dialogue. */
  @Inject
  public PageCalls(PageModel desk, LaunchDialog dialog) {
    this.desk = desk;
    this.dialog = dialog;
  }

  /** The one action of the page. */
  public void serve() {
    // Only what is sent with POST has been asked where it comes from; the guard lets no other here.
    if (!request().getMethod().equals("POST")) {
      return;
    }
    Map<String, String> parameters = external().getRequestParameterMap();
    // The page's script always sends it, and without it the answer could not be written.
    if (parameters.getOrDefault("primefaces.nonce", "").isBlank()) {
      PageFaults.refuse(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    PageCall call = PageCall.from(parameters);
    LaunchDialog.Answer answer = dialog.answer(call, client());
    plan = answer.plan();
    if (call.polls()) {
      desk.takeRecent();
    } else {
      desk.takeKnown();
    }
    anew = !call.knows(desk.getEpoch(), desk.getLook());
    cards = anew ? List.of() : changed(call);
    answering = true;
    tell("call", call.number());
    tell("epoch", desk.getEpoch());
    tell("revision", desk.getRevision());
    tell("look", desk.getLook());
    tell("now", desk.getNow());
    tell("readAt", desk.getReadAt());
    tell("ids", desk.ids());
    tell("title", desk.getTitle());
    tell("place", desk.getPlace());
    tell("stale", desk.isStale());
    tell("readAt", desk.getReadAt());
    tell("dialog", answer.dialog());
    tell("message", answer.message());
  }

  private List<Card> changed(PageCall call) {
    Set<VmId> suspects = call.busy();
    return desk.cards().changedAfter(call.revision(), suspects);
  }

  /** Whether this request brings changes at all. */
  public boolean isAnswering() {
    return answering;
  }

  /** Whether it brings every card: what the page shows is of another run of the agent. */
  public boolean isAnew() {
    return anew;
  }

  /** The cards that changed. */
  public List<Card> getCards() {
    return cards;
  }

  /** The dialog's content. */
  public LaunchDialogModel getPlan() {
    return plan;
  }

  private static void tell(String name, Object value) {
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
