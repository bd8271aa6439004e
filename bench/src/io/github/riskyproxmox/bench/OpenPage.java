package io.github.riskyproxmox.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An open page: it knows its revision, and requests changes with the Faces Ajax request that
 * connection.js sends after each event ({@code ask}).
 */
final class OpenPage {
  private static final Pattern COMMAND =
      Pattern.compile("agentAsk\\s*=\\s*function\\(\\)\\s*\\{(.*?)</script>", Pattern.DOTALL);
  private static final Pattern REVISION = Pattern.compile("revision(?:\"|&#34;):(\\d+)");
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final URI address;
  private final HttpClient client;
  private final Map<String, String> command;
  private final String epoch;
  private volatile String revision;

  private OpenPage(URI site, HttpClient client, String html) {
    String action = found(Pattern.compile("<form id=\"f\"[^>]* action=\"([^\"]+)\""), html);
    this.address = site.resolve(action);
    this.client = client;
    String ask = found(COMMAND, html);
    String source = found(Pattern.compile("s:\"([^\"]+)\""), ask);
    this.command = new LinkedHashMap<>();
    command.put("jakarta.faces.partial.ajax", "true");
    command.put("jakarta.faces.source", source);
    command.put("jakarta.faces.partial.execute", "@none");
    command.put(
        "jakarta.faces.partial.render",
        found(Pattern.compile("u:\"([^\"]+)\""), ask).replace(',', ' '));
    command.put(source, source);
    command.put("f", "f");
    command.put("jakarta.faces.ViewState", "stateless");
    // Without the page's nonce PrimeFaces answers with a CspException.
    command.put("primefaces.nonce", found(NONCE, html));
    this.epoch = found(Pattern.compile("id=\"epoch\" value=\"([^\"]*)\""), html);
    this.revision = found(Pattern.compile("id=\"revision\" value=\"([^\"]*)\""), html);
  }

  /**
   * A complete response.
   *
   * @param at when its last byte arrived
   */
  record Answer(String text, Instant at) {}

  /** Opens a page with that client. */
  static OpenPage open(ServerProcess agent, HttpClient client)
      throws IOException, InterruptedException {
    return new OpenPage(agent.url(), client, Web.plain(agent.url()).text());
  }

  /** Requests the changes since the last response. */
  CompletableFuture<Answer> sync() {
    Map<String, String> form = new LinkedHashMap<>(command);
    form.put("do", "sync");
    form.put("epoch", epoch);
    form.put("revision", revision);
    form.put("polls", "false");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
            .header("Faces-Request", "partial/ajax")
            .header("X-Requested-With", "XMLHttpRequest")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(this::received);
  }

  private Answer received(HttpResponse<String> response) {
    Instant at = Instant.now();
    if (response.statusCode() != 200 || response.body().contains("<error>")) {
      throw new IllegalStateException(
          "the response to a page's request was " + response.statusCode() + " " + response.body());
    }
    revision = found(REVISION, response.body());
    return new Answer(response.body(), at);
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }
}
