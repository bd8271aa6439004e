package io.github.riskyproxmox.web.api;

import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON object strictly: no name twice, nothing after it, no nesting, valid UTF-8. */
final class JsonObjectReader {
  // Looked up once: class Json looks through all jars for each parser.
  private static final JsonProvider JSON = JsonProvider.provider();

  private JsonObjectReader() {}

  /**
   * The object's members in order.
   *
   * @throws InvalidRequest if it is not exactly one JSON object
   */
  static Map<String, JsonMember> read(byte[] body) throws InvalidRequest {
    String text = decode(body);
    if (text.isBlank()) {
      throw new InvalidRequest("The body is empty; send a JSON object such as {\"vmid\":102}.");
    }
    try (JsonParser parser = JSON.createParser(new StringReader(text))) {
      if (parser.next() != Event.START_OBJECT) {
        throw new InvalidRequest("The body must be a JSON object such as {\"vmid\":102}.");
      }
      Map<String, JsonMember> members = members(parser);
      if (parser.hasNext()) {
        throw new InvalidRequest("Something follows the JSON object; send one object only.");
      }
      return members;
    } catch (JsonParsingException notJson) {
      throw new InvalidRequest(
          "The body is not valid JSON (line %s, column %s)."
              .formatted(
                  notJson.getLocation().getLineNumber(), notJson.getLocation().getColumnNumber()));
    }
  }

  private static Map<String, JsonMember> members(JsonParser parser) throws InvalidRequest {
    Map<String, JsonMember> members = new LinkedHashMap<>();
    while (parser.next() == Event.KEY_NAME) {
      String name = parser.getString();
      if (members.putIfAbsent(name, member(parser, parser.next())) != null) {
        throw new InvalidRequest("The field \"" + shortened(name) + "\" is there twice.");
      }
    }
    return members;
  }

  private static JsonMember member(JsonParser parser, Event event) throws InvalidRequest {
    return switch (event) {
      case VALUE_STRING -> new JsonMember.Text(parser.getString());
      case VALUE_NUMBER -> new JsonMember.Numeral(parser.getString());
      case VALUE_NULL -> new JsonMember.Nothing();
      case START_ARRAY -> new JsonMember.Listing(elements(parser));
      // Never followed inwards: nesting without end is an old trick against parsers.
      case START_OBJECT ->
          throw new InvalidRequest("An object within the object is not understood.");
      case VALUE_TRUE, VALUE_FALSE, KEY_NAME, END_ARRAY, END_OBJECT -> new JsonMember.Other();
    };
  }

  private static List<JsonMember> elements(JsonParser parser) throws InvalidRequest {
    List<JsonMember> elements = new ArrayList<>();
    for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
      if (event == Event.START_ARRAY) {
        throw new InvalidRequest("A list within a list is not understood.");
      }
      elements.add(member(parser, event));
    }
    return elements;
  }

  /** A name as a sentence can bear it. */
  static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "…";
  }

  private static String decode(byte[] body) throws InvalidRequest {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException invalid) {
      throw new InvalidRequest("The body is not valid UTF-8.");
    }
  }
}
