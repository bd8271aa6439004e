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

/** What may stand between the page and the agent: it answers, changes or holds the requests. */
final class InterceptingProxy {
  static final String SIGN_IN =
      "<!DOCTYPE html><html><head><title>Sign in to home</title></head><body>Password<br></body></html>";

  private static final Pattern ALL = Pattern.compile(".*");
  private static final Pattern READ_AT = Pattern.compile("(readAt(?:\"|&#34;|&quot;):)(\\d+)");

  private InterceptingProxy() {}

  /** Does that with each request of the page's script. */
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

  /** Answers each of them so. */
  static void answers(Page page, int status, String body) {
    posts(page, post -> fulfil(post, status, body, "text/html"));
  }

  /** Changes the answer to each of them. */
  static void changes(Page page, UnaryOperator<String> change) {
    posts(
        page,
        post -> {
          APIResponse answer = post.fetch();
          post.fulfill(
              new Route.FulfillOptions().setResponse(answer).setBody(change.apply(answer.text())));
        });
  }

  /** Proxmox was read that much earlier. */
  static void ages(Page page, long millis) {
    changes(
        page,
        answer ->
            READ_AT
                .matcher(answer)
                .replaceAll(at -> at.group(1) + (Long.parseLong(at.group(2)) - millis)));
  }

  /** Holds the first request that has those words; what comes after it goes through. */
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

  /** Loses the requests that have those words. */
  static void loses(Page page, String words) {
    posts(
        page,
        post -> {
          if (body(post).contains(words)) {
            post.abort();
          } else {
            post.fallback();
          }
        });
  }

  /** Opens no event stream, as the agent does where too many are open. */
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
