package io.github.riskyproxmox.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Renders a VM's notes: GitHub-flavoured Markdown and HTML, then an allow-list (pve-api.md §8).
 * Everybody who may edit a VM can write notes, so they are untrusted input. Rendering takes limited
 * time and space and never fails: notes above the limits are shown as plain text.
 */
@ApplicationScoped
public class Notes {
  /** The largest HTML of one VM's notes, in bytes of UTF-8. */
  static final int MOST = 64 * 1024;

  /** The largest HTML of all notes together, because one page contains them all. */
  static final int MOST_OF_ALL = 4 * 1024 * 1024;

  /** Proxmox's own limit (qemu-server, PVE/QemuServer.pm: description). */
  private static final int MAX_CHARACTERS = 8192;

  /** The size of the cache of notes and HTML, in characters. */
  private static final int KEPT = 12 * 1024 * 1024;

  private static final int BEGINNING = 2000;

  /** The most bytes of one character of plain text, and a reserve for the remark. */
  private static final int PER_CHARACTER = 8;

  /** An embedded image, whose data may span several lines. */
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

  /** The limit for each VM's notes in bytes of UTF-8, for that number of VMs with notes. */
  static int share(int many) {
    int share = MOST;
    while ((long) share * many > MOST_OF_ALL) {
      share /= 2;
    }
    return share;
  }

  /** Safe HTML for those notes without their {@link FrontMatter}; empty for blank text. */
  public String html(String source) {
    return html(source, MOST);
  }

  /** The same with that limit in bytes of UTF-8. */
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
    String shown = FrontMatter.of(note.source()).removedFrom(note.source());
    if (shown.isBlank()) {
      return "";
    }
    boolean tooLong = shown.length() > MAX_CHARACTERS;
    String source = tooLong ? shown.substring(0, MAX_CHARACTERS) : shown;
    String text = DATA.matcher(PlainText.of(source)).replaceAll("$1\u2026");
    if (tooLong) {
      return plain(text, note.limit());
    }
    try {
      return SafeHtml.of(markdown.of(text), note.limit());
    } catch (RuntimeException | StackOverflowError tooMuch) {
      // Too large, or a failure of a library: one VM's notes must not hide all VMs.
      return plain(text, note.limit());
    }
  }

  /** The beginning as plain text, with a remark. */
  private static String plain(String text, int limit) {
    int most = Math.min(BEGINNING, limit / PER_CHARACTER);
    boolean cut = text.length() > most;
    String beginning =
        cut ? PlainText.of(text.substring(0, most)).strip() + "\u2026" : text.strip();
    String word =
        cut
            ? "Cut off: these notes are too large."
            : "Shown as plain text: with formatting these notes are too large.";
    String escaped = beginning.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<p>" + escaped.replace("\n", "<br />") + "</p><p><em>" + word + "</em></p>";
  }
}
