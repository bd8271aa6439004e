package io.github.riskyproxmox.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Draws a VM's notes: GitHub-flavoured Markdown and HTML, then an allow-list (pve-api.md §8).
 * Whoever may edit a VM can write them, so they are hostile input. Whatever they contain, drawing
 * them takes a bounded time and gives a bounded text, and never fails: notes that would be too much
 * are shown as plain text.
 */
@ApplicationScoped
public class Notes {
  /** What one VM's notes may become, in bytes of UTF-8. */
  static final int MOST = 64 * 1024;

  /** What those of all VMs may become: all of them are on one page. */
  static final int MOST_OF_ALL = 4 * 1024 * 1024;

  /** Proxmox takes no longer ones (qemu-server, PVE/QemuServer.pm: description). */
  private static final int MAX_CHARACTERS = 8192;

  /** Of notes and what became of them, in characters. */
  private static final int KEPT = 12 * 1024 * 1024;

  private static final int BEGINNING = 2000;

  /** The bytes that one character of plain text becomes at most, and a reserve for the word. */
  private static final int PER_CHARACTER = 8;

  /** A picture's bytes, in the lines that some editors break them into. */
  private static final Pattern DATA =
      Pattern.compile(
          "(?i)(data:[\\w.+-]{1,40}/[\\w.+-]{1,80}[\\w;=-]{0,80},)"
              + "[A-Za-z0-9+/=%_-]{32,}+(?:\\R[A-Za-z0-9+/=_-]++)*+");

  private final MarkdownHtml markdown = new MarkdownHtml();
  private final Map<Note, String> drawn = new LinkedHashMap<>(64, 0.75f, true);
  private int kept;

  private record Note(String source, int limit) {
    int size(String html) {
      return source.length() + html.length();
    }
  }

  /** How long the notes of each may become where so many VMs have some, in bytes of UTF-8. */
  static int share(int many) {
    int share = MOST;
    while ((long) share * many > MOST_OF_ALL) {
      share /= 2;
    }
    return share;
  }

  /** Safe HTML for those notes; empty for blank text. */
  public String html(String source) {
    return html(source, MOST);
  }

  /** The same, in that many bytes of UTF-8 at most. */
  String html(String source, int limit) {
    if (source.isBlank()) {
      return "";
    }
    Note note = new Note(source, limit);
    synchronized (drawn) {
      String known = drawn.get(note);
      if (known != null) {
        return known;
      }
    }
    String html = draw(note);
    synchronized (drawn) {
      keep(note, html);
    }
    return html;
  }

  private void keep(Note note, String html) {
    String before = drawn.put(note, html);
    kept += note.size(html) - (before == null ? 0 : note.size(before));
    Iterator<Map.Entry<Note, String>> eldest = drawn.entrySet().iterator();
    while (kept > KEPT) {
      Map.Entry<Note, String> entry = eldest.next();
      kept -= entry.getKey().size(entry.getValue());
      eldest.remove();
    }
  }

  private String draw(Note note) {
    boolean tooLong = note.source().length() > MAX_CHARACTERS;
    String source = tooLong ? note.source().substring(0, MAX_CHARACTERS) : note.source();
    String text = DATA.matcher(PlainText.of(source)).replaceAll("$1\u2026");
    if (tooLong) {
      return plain(text, note.limit());
    }
    try {
      return SafeHtml.of(markdown.of(text), note.limit());
    } catch (RuntimeException | StackOverflowError tooMuch) {
      // Too long, or more than a library can do: one VM's notes are no reason to show no VM.
      return plain(text, note.limit());
    }
  }

  /** Their beginning as it was written, and a word that this is not all, or not as meant. */
  private static String plain(String text, int limit) {
    int most = Math.min(BEGINNING, limit / PER_CHARACTER);
    boolean cut = text.length() > most;
    String beginning =
        cut ? PlainText.of(text.substring(0, most)).strip() + "\u2026" : text.strip();
    String word =
        cut
            ? "Cut here: these notes are too large to be drawn."
            : "Shown as plain text: drawn, these notes are too large.";
    String escaped = beginning.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<p>" + escaped.replace("\n", "<br />") + "</p><p><em>" + word + "</em></p>";
  }
}
