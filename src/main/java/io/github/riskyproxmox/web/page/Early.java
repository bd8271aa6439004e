package io.github.riskyproxmox.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.Resource;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;

/**
 * Script and style elements whose place in the page matters. PrimeFaces would move script elements
 * to the end of the page and put its own styles after the page's; elements written as text stay.
 */
@Named("early")
@RequestScoped
public class Early {

  /** The script that must run before the first paint (theme, tag colours). */
  public String getScript() {
    return "<script src=\"" + address("early.js") + "\"></script>";
  }

  /** The style sheet, which comes last so that it overrides the others. */
  public String getStyle() {
    return "<link rel=\"stylesheet\" href=\"" + address("page.css") + "\"/>";
  }

  private static String address(String name) {
    FacesContext faces = FacesContext.getCurrentInstance();
    Resource resource = faces.getApplication().getResourceHandler().createResource(name, "agent");
    return resource.getRequestPath().replace("&", "&amp;");
  }
}
