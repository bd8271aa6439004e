package io.github.riskyproxmox.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.Resource;
import jakarta.faces.component.UIComponent;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.util.List;
import java.util.Set;

/**
 * Script and style elements whose place in the page matters. PrimeFaces would move script elements
 * to the end of the page and put its own styles after the page's; elements written as text stay.
 */
@Named("early")
@RequestScoped
public class Early {
  private static final Set<String> UNUSED = Set.of("components.css", "touch/touchswipe.js");

  /** The script that must run before the first paint (theme, tag colours). */
  public String getScript() {
    return "<script src=\"" + address("early.js") + "\"></script>";
  }

  /** The style sheet, which comes last so that it overrides the others. */
  public String getStyle() {
    return "<link rel=\"stylesheet\" href=\"" + address("page.css") + "\"/>";
  }

  /**
   * Removes the style sheet of PrimeFaces, because the page styles the few components that it uses,
   * and a script that no component of the page uses. An answer brings none: the page has them.
   */
  public void leaveOut() {
    FacesContext faces = FacesContext.getCurrentInstance();
    UIViewRoot view = faces.getViewRoot();
    boolean page = !faces.getPartialViewContext().isAjaxRequest();
    for (UIComponent resource : List.copyOf(view.getComponentResources(faces, "head"))) {
      if (!page || UNUSED.contains(String.valueOf(resource.getAttributes().get("name")))) {
        view.removeComponentResource(faces, resource, "head");
      }
    }
  }

  private static String address(String name) {
    FacesContext faces = FacesContext.getCurrentInstance();
    Resource resource = faces.getApplication().getResourceHandler().createResource(name, "agent");
    return resource.getRequestPath().replace("&", "&amp;");
  }
}
