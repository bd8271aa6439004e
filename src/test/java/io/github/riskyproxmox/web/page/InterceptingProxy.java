package io.github.riskyproxmox.web.page;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Acts as a proxy between the page and the agent: answers, changes or holds requests. */
final class InterceptingProxy {
  static final String SIGN_IN =
      "<!DOCTYPE html><html><head><title>Sign in to home</title></head><body>Password<br></body></html>";

  /** The answer of an agent of another version, which does not know the page's requests. */
  static final String OTHER_VERSION =
      "<?xml version='1.0' encoding='UTF-8'?><partial-response><changes></changes></partial-response>";

  private static final Pattern ALL = Pattern.compile(".*");
  private static final Pattern READ_AT = Pattern.compile("(readAt(?:\"|&#34;|&quot;):)(\\d+)");

  private InterceptingProxy() {}

  /** Handles each POST of the page. */
  static void posts(Page page, Consumer<Route> what) {
    page.route(
        ALL,
        route -> {
          if (route.request().method().equals("POST")) {
            what.accept(route);
          } else {
            route.fallback();
          }
        });
  }

  /** Answers each POST with that status and body. */
  static void answers(Page page, int status, String body) {
    posts(page, post -> fulfil(post, status, body, "text/html"));
  }

  /** Changes the answer to each POST. */
  static void changes(Page page, UnaryOperator<String> change) {
    posts(
        page,
        post -> {
          APIResponse answer = post.fetch();
          post.fulfill(
              new Route.FulfillOptions().setResponse(answer).setBody(change.apply(answer.text())));
        });
  }

  /** Makes the data that much older. */
  static void ages(Page page, long millis) {
    changes(
        page,
        answer ->
            READ_AT
                .matcher(answer)
                .replaceAll(at -> at.group(1) + (Long.parseLong(at.group(2)) - millis)));
  }

  /** Holds the first POST that contains those words; later ones pass. */
  static List<Route> holds(Page page, String words) {
    List<Route> held = new ArrayList<>();
    posts(
        page,
        post -> {
          if (body(post).contains(words) && held.isEmpty()) {
            held.add(post);
          } else {
            post.fallback();
          }
        });
    return held;
  }

  /** Refuses event streams as the agent does when too many are open. */
  static void refusesStreams(Page page) {
    page.route(
        "**/api/events*",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setHeaders(Map.of("Retry-After", "10"))
                    .setBody("{\"status\":\"error\",\"error\":\"too_many_streams\"}")));
  }

  static void fulfil(Route route, int status, String body, String type) {
    route.fulfill(new Route.FulfillOptions().setStatus(status).setContentType(type).setBody(body));
  }

  static String body(Route route) {
    return String.valueOf(route.request().postData());
  }
}
