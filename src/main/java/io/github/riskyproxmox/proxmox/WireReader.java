package io.github.riskyproxmox.proxmox;

import jakarta.json.Json;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads PVE's answers into the records of {@code proxmox.wire}. JSON-B would reject a whole answer
 * because of one odd value. Here a value of another type than its component counts as absent, and a
 * list's element that is no object is one without values.
 */
final class WireReader implements MessageBodyReader<Record> {
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord() && mediaType.isCompatible(MediaType.APPLICATION_JSON_TYPE);
  }

  @Override
  public @Nullable Record readFrom(
      Class<Record> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream entity)
      throws IOException {
    try (JsonParser parser = PARSERS.createParser(entity)) {
      Object read = value(parser, parser.next(), type);
      if (parser.hasNext()) {
        throw new IOException("there is text after the JSON");
      }
      return (Record) read;
    } catch (RuntimeException broken) {
      // For JSON that is nested too deeply the parser throws a plain RuntimeException.
      throw new IOException("it is not JSON", broken);
    }
  }

  /** Reads the value at the parser's position whole; null if it is of another type. */
  private static @Nullable Object value(JsonParser parser, Event event, Type type) {
    if (type instanceof ParameterizedType container) {
      Type[] arguments = container.getActualTypeArguments();
      if (event == Event.START_ARRAY && container.getRawType() == List.class) {
        return list(parser, arguments[0]);
      }
      if (event == Event.START_OBJECT && container.getRawType() == Map.class) {
        return map(parser, arguments[1]);
      }
    } else if (event == Event.START_OBJECT && type instanceof Class<?> plain && plain.isRecord()) {
      return record(parser, SHAPES.get(plain));
    }
    if (type == Object.class && event == Event.START_ARRAY) {
      return list(parser, Object.class);
    }
    Optional<String> text = text(parser, event);
    if (type == Object.class) {
      // In a configuration the key counts even without a readable value.
      return text.orElse("");
    }
    boolean flag = event == Event.VALUE_TRUE || event == Event.VALUE_FALSE;
    return type == String.class
        ? (flag ? null : text.orElse(null))
        : text.flatMap(digits -> WireNumber.of(digits, type)).orElse(null);
  }

  private static Optional<String> text(JsonParser parser, Event event) {
    return switch (event) {
      case VALUE_STRING, VALUE_NUMBER -> Optional.of(parser.getString());
      case VALUE_TRUE -> Optional.of("1");
      case VALUE_FALSE -> Optional.of("0");
      case START_OBJECT, START_ARRAY -> {
        skip(parser);
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  /** Not by the parser's skipArray: it never returns if the text ends first (Parsson 1.1.7). */
  private static void skip(JsonParser parser) {
    for (int depth = 1; depth > 0; ) {
      depth +=
          switch (parser.next()) {
            case START_OBJECT, START_ARRAY -> 1;
            case END_OBJECT, END_ARRAY -> -1;
            default -> 0;
          };
    }
  }

  private static List<Object> list(JsonParser parser, Type type) {
    List<Object> list = new ArrayList<>();
    for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
      Object element = value(parser, event, type);
      if (element != null) {
        list.add(element);
      } else if (type instanceof Class<?> row && row.isRecord()) {
        list.add(SHAPES.get(row).empty());
      }
    }
    return list;
  }

  private static Map<String, Object> map(JsonParser parser, Type type) {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.next() != Event.END_OBJECT) {
      String key = parser.getString();
      Object value = value(parser, parser.next(), type);
      if (value != null) {
        map.put(key, value);
      }
    }
    return map;
  }

  private static Object record(JsonParser parser, Shape shape) {
    @Nullable Object[] values = new @Nullable Object[shape.types().size()];
    while (parser.next() != Event.END_OBJECT) {
      Integer index = shape.indexes().get(parser.getString());
      Event event = parser.next();
      if (index == null) {
        Optional<String> unused = text(parser, event);
      } else {
        values[index] = value(parser, event, shape.types().get(index));
      }
    }
    return shape.make(values);
  }

  /** How a record is made from an object's members. */
  private record Shape(
      Constructor<?> constructor, Map<String, Integer> indexes, List<Type> types, Object empty) {
    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Map<String, Integer> indexes = new HashMap<>();
      for (int index = 0; index < components.length; index++) {
        JsonbProperty named = components[index].getAccessor().getAnnotation(JsonbProperty.class);
        indexes.put(named == null ? components[index].getName() : named.value(), index);
      }
      try {
        Constructor<?> constructor =
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        List<Type> types = Arrays.stream(components).map(RecordComponent::getGenericType).toList();
        return new Shape(
            constructor, indexes, types, make(constructor, new Object[components.length]));
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(type + " cannot be made.", impossible);
      }
    }

    Object make(@Nullable Object[] values) {
      return make(constructor, values);
    }

    private static Object make(Constructor<?> constructor, @Nullable Object[] values) {
      try {
        return constructor.newInstance(values);
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(constructor + " failed.", impossible);
      }
    }
  }
}
