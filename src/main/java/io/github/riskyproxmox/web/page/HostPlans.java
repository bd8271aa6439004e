package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.launch.StopPreview;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.web.page.LaunchDialogModel.Go;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dialogs about a node that is to be shut down: how what runs stops, then once more. */
final class HostPlans {
  private final NodeName node;
  private final StopPreview preview;
  private final List<Vm> guests;

  HostPlans(NodeName node, StopPreview preview) {
    this.node = node;
    this.preview = preview;
    this.guests = preview.choice().guests();
  }

  /** The vmids of what runs, as a dialog remembers them. */
  String running() {
    return LaunchDialogModel.ids(guests);
  }

  /** What runs, and how it can stop. Without a question one click is enough. */
  LaunchDialogModel ask(Duration shutdownTimeout) {
    DialogSubject subject = DialogSubject.of(node, "", "");
    String title = PageText.ASK_HOST.text(node.value());
    if (preview.refusal().isPresent()) {
      return LaunchDialogModel.closed(
          subject, title, PlainText.line(Messages.text(preview.refusal().get())));
    }
    StopChoice choice = preview.choice();
    boolean asks = choice.needsAction();
    LaunchDialogModel plan =
        LaunchDialogModel.asking(
            subject,
            title,
            asks ? LaunchDialogModel.names(guests) : "",
            lead(asks) + " " + PageText.HOST_REST.text(),
            guests,
            asks
                ? choice.offers().stream()
                    .map(
                        offer ->
                            Choice.of(
                                offer,
                                shutdownTimeout,
                                any -> Optional.empty(),
                                preview.passesThrough()))
                    .toList()
                : List.of(),
            asks ? Go.NONE : new Go(PageText.HOST.text(node.value()), true, true));
    return plan.withRows(InTheWay.of(choice), PageText.HOST.text(node.value()));
  }

  private String lead(boolean asks) {
    if (guests.isEmpty()) {
      return PageText.HOST_FREE.text();
    }
    List<String> names = guests.stream().map(LaunchDialogModel::name).toList();
    return asks
        ? PageText.ASK_FIRST.text(names, LaunchPlans.state(guests))
        : PageText.FIRST_STOPS.text(names);
  }

  /** The same, chosen: asks once more. */
  LaunchDialogModel confirm(StopWish wish, String each) {
    Map<String, List<String>> byAction = new LinkedHashMap<>();
    for (Vm vm : guests) {
      StopAction action = wish.of(vm.id()).orElse(StopAction.TERMINATE);
      byAction
          .computeIfAbsent(action.id(), id -> new ArrayList<>())
          .add(LaunchDialogModel.name(vm));
    }
    List<String> stops =
        byAction.entrySet().stream()
            .map(
                entry ->
                    PageText.HOST_STOP.text(
                        PageText.ACTION_TITLE.text(entry.getKey()), entry.getValue()))
            .toList();
    return LaunchDialogModel.asking(
        DialogSubject.of(node, wish.action().map(StopAction::id).orElse(""), each),
        PageText.ASK_HOST_NOW.text(node.value()),
        "",
        (stops.isEmpty() ? "" : PageText.HOST_FIRST.text(stops) + " ") + PageText.HOST_LAST.text(),
        guests,
        List.of(),
        new Go(PageText.HOST.text(node.value()), true, true));
  }
}
