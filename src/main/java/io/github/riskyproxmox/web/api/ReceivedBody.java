package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.launch.LaunchService;
import io.github.riskyproxmox.web.security.BodyPermit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the body of a request that changes something. */
final class ReceivedBody {
  private static final int LARGEST = 16 * 1024;

  private ReceivedBody() {}

  /**
   * The answer of that function, or what is wrong with the body.
   *
   * @param stream the body
   * @param known the fields that it may have
   */
  static Response answer(
      InputStream stream,
      HttpServletRequest http,
      LaunchService launches,
      List<String> known,
      Function<RequestFields, Response> answer) {
    if (http.getContentType() == null) {
      return ErrorAnswer.response(
          415, "unsupported_media_type", "Send the body as Content-Type: application/json.");
    }
    try {
      byte[] bytes = stream.readNBytes(LARGEST + 1);
      BodyPermit.bodyHasArrived(http);
      if (bytes.length > LARGEST) {
        return ErrorAnswer.response(
            413, "too_large", "The body is larger than " + LARGEST + " bytes.");
      }
      return answer.apply(RequestFields.read(bytes, words(launches), known));
    } catch (InvalidRequest malformed) {
      return ErrorAnswer.response(400, "malformed", malformed.getMessage());
    } catch (IOException incomplete) {
      return ErrorAnswer.response(408, "timeout", "The request's body did not arrive in time.");
    }
  }

  /** Every word that is allowed as action. */
  private static List<String> words(LaunchService launches) {
    Stream<String> stops = launches.actions().stream().map(StopAction::id);
    return Stream.concat(stops, Stream.of(LaunchAnswer.CANCEL)).toList();
  }
}
