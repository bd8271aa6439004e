package io.github.riskyproxmox.web.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.monitor.FakeProxmox;
import io.github.riskyproxmox.monitor.InventoryMonitor;
import io.github.riskyproxmox.monitor.ManualScheduler;
import io.github.riskyproxmox.monitor.MonitorRig;
import io.github.riskyproxmox.monitor.RecordedEvents;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.web.security.Forwarded;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventStreamsTest {
  private static final Duration A_WHILE = Duration.ofSeconds(20);

  private final FakeProxmox proxmox = new FakeProxmox();
  private final ManualScheduler time = ManualScheduler.patient();
  private final RecordedEvents<SiteSnapshot> events = new RecordedEvents<>();
  private final InventoryMonitor watch =
      new InventoryMonitor(proxmox, MonitorRig.settings("devices"), time, events);
  private final EventStreams streams = new EventStreams(watch, time);

  EventStreamsTest() {
    events.setListener(streams::changed);
    for (int id = 101; id <= 103; id++) {
      proxmox.put(vm(id));
    }
  }

  /** An event as a client reads it. */
  private record Heard(long id, String event, JsonObject data) {}

  @Test
  void aClientGetsASnapshotFirstAndThenChanges() {
    FakeConnection early = join(StreamView.FULL);
    time.advance(A_WHILE);
    proxmox.put(FakeProxmox.running(vm(102), Duration.ofSeconds(1)));
    proxmox.remove(103);
    time.advance(A_WHILE);

    List<Heard> heard = news(early);
    assertTrue(early.received().startsWith("retry: 2000\n"));
    assertEquals(List.of("snapshot", "change", "change", "change"), names(heard));
    assertEquals(List.of(), vmids(heard.get(0).data()));
    assertEquals(List.of(101, 102, 103), vmids(heard.get(1).data()));
    assertEquals(List.of(102), vmids(heard.get(3).data()));
    assertEquals("[103]", heard.get(3).data().getJsonArray("removed").toString());
    assertRising(heard);
    assertEquals(List.of(101, 102), vmids(news(join(StreamView.FULL)).get(0).data()));
  }

  @Test
  void aClientLearnsWhichVmsExcludeEachOtherWhenTheirConfigurationsHaveBeenRead() {
    proxmox.configure(101, Map.of("scsi0", "nas:a"));
    proxmox.configure(103, Map.of("scsi0", "nas:a"));
    FakeConnection client = join(StreamView.FULL);
    time.advance(A_WHILE);

    JsonObject before = news(client).get(1).data().getJsonArray("vms").getJsonObject(0);
    JsonObject after = news(client).get(2).data().getJsonArray("vms").getJsonObject(0);
    assertEquals(101, before.getInt("vmid"));
    assertTrue(before.isNull("excludes") && before.isNull("contends"), before.toString());
    assertEquals("[103]", after.getJsonArray("excludes").toString());
    assertTrue(after.getBoolean("contends"));
  }

  @Test
  void noticesContainNoVms() {
    FakeConnection client = join(StreamView.NOTICE);
    time.advance(A_WHILE);

    List<Heard> heard = news(client);
    assertEquals(List.of("snapshot", "change", "change"), names(heard));
    assertTrue(heard.stream().noneMatch(event -> event.data().containsKey("vms")));
    assertEquals(heard.get(1).id(), heard.get(1).data().getInt("revision"));
  }

  @Test
  void aHeartbeatIsSentAtLeastEveryTenSeconds() {
    FakeConnection client = join(StreamView.NOTICE);
    time.advance(Duration.ofMinutes(1));

    long beats = heard(client).stream().filter(one -> one.event().equals("heartbeat")).count();
    assertTrue(beats >= 6, beats + " heartbeats");
  }

  @Test
  void heartbeatsReportTheAgeOfTheData() {
    FakeConnection client = join(StreamView.NOTICE);
    time.advance(A_WHILE);
    assertTrue(last(client).data().isNull("age_seconds"));

    proxmox.fail(new PveUnavailable("gone", PveUnavailable.Delivery.UNCERTAIN));
    time.advance(Duration.ofMinutes(2));

    Heard beat = last(client);
    assertEquals("heartbeat", beat.event());
    int age = beat.data().getInt("age_seconds");
    assertTrue(age > 105 && age <= 125, age + " s");
    Instant readAt = Instant.parse(beat.data().getString("read_at"));
    assertTrue(Duration.between(readAt, time.now()).toSeconds() - age <= 8, readAt.toString());
  }

  @Test
  void aLaterClientGetsTheTimeOfTheLastReadingEvenIfNothingHasChanged() {
    join(StreamView.NOTICE);
    time.advance(A_WHILE);
    Instant first = Instant.parse(news(join(StreamView.NOTICE)).get(0).data().getString("read_at"));
    time.advance(Duration.ofMinutes(5));

    Instant later = Instant.parse(news(join(StreamView.NOTICE)).get(0).data().getString("read_at"));

    assertTrue(Duration.between(first, later).toMinutes() >= 4, first + " to " + later);
  }

  @Test
  void aClientWhoseConnectionIsBlockedGetsAllEventsLater() throws IOException {
    FakeConnection slow = join(StreamView.NOTICE);
    FakeConnection quick = join(StreamView.NOTICE);
    time.advance(A_WHILE);
    slow.block();
    change(102);
    change(101);
    assertFalse(slow.received().length() >= quick.received().length());

    slow.unblock();

    assertEquals(quick.received(), slow.received());
  }

  @Test
  void aClientThatNeverReadsIsDisconnectedAndOthersAreNotAffected() {
    FakeConnection stuck = join(StreamView.FULL);
    FakeConnection quick = join(StreamView.FULL);
    stuck.block();
    time.advance(Duration.ofMinutes(20));

    assertTrue(stuck.isComplete());
    assertFalse(quick.isComplete());
  }

  @Test
  void aBrokenConnectionIsNoticedAtTheNextHeartbeatAndPollingStops() {
    FakeConnection gone = join(StreamView.FULL);
    time.advance(A_WHILE);
    gone.breakDown();
    time.advance(Duration.ofSeconds(10));
    assertTrue(gone.isComplete());

    time.advance(A_WHILE);
    int before = proxmox.requests();
    time.advance(Duration.ofHours(1));
    assertEquals(before, proxmox.requests());
  }

  @Test
  void theNumberOfStreamsIsLimited() {
    List<FakeConnection> all = new ArrayList<>();
    for (int count = 0; count < EventStreams.MOST; count++) {
      all.add(join(StreamView.NOTICE, "10.0.0." + count / EventStreams.EACH));
    }
    assertEquals(StreamLimit.NONE, streams.limit("10.0.1.1"));

    all.get(7).breakDown();
    time.advance(A_WHILE);
    assertEquals(StreamLimit.FREE, streams.limit("10.0.1.1"));
  }

  @Test
  void theNumberOfStreamsPerClientIsLimited() {
    FakeConnection first = join(StreamView.NOTICE, "10.0.0.1");
    for (int count = 1; count < EventStreams.EACH; count++) {
      join(StreamView.NOTICE, "10.0.0.1");
    }
    assertEquals(StreamLimit.NONE_FOR_CLIENT, streams.limit("10.0.0.1"));
    FakeConnection late = new FakeConnection();
    assertFalse(
        streams.join(new EventStream(late, late, StreamView.NOTICE, "10.0.0.1", streams::leave)));
    assertEquals(StreamLimit.FREE, streams.limit("10.0.0.2"));

    first.breakDown();
    time.advance(A_WHILE);
    assertEquals(StreamLimit.FREE, streams.limit("10.0.0.1"));
  }

  @Test
  void thisMachineHasAHigherLimitButNotAllStreams() {
    for (int count = 0; count < EventStreams.OF_THIS_MACHINE; count++) {
      join(StreamView.NOTICE);
    }
    assertEquals(StreamLimit.NONE_FOR_CLIENT, streams.limit(Forwarded.THIS_MACHINE));
    assertEquals(StreamLimit.FREE, streams.limit("10.0.0.1"));
  }

  @Test
  void shutdownEndsAllStreamsAndRefusesNewOnes() {
    FakeConnection client = join(StreamView.FULL);

    streams.close();

    assertTrue(client.isComplete());
    assertEquals(StreamLimit.NONE, streams.limit("10.0.0.1"));
    time.advance(Duration.ofHours(1));
  }

  @Test
  void manyChangesAtOnceAreSentOnce() {
    FakeConnection client = join(StreamView.NOTICE);
    time.advance(A_WHILE);
    int before = news(client).size();

    for (int id = 101; id <= 103; id++) {
      streams.changed(watch.snapshot());
    }
    change(102);

    assertEquals(before + 1, news(client).size());
  }

  private FakeConnection join(StreamView view) {
    return join(view, Forwarded.THIS_MACHINE);
  }

  private FakeConnection join(StreamView view, String client) {
    FakeConnection connection = new FakeConnection();
    EventStream stream = new EventStream(connection, connection, view, client, streams::leave);
    assertTrue(streams.join(stream));
    stream.open();
    return connection;
  }

  private void change(int id) {
    proxmox.put(FakeProxmox.running(vm(id), Duration.ofSeconds(1)));
    time.advance(A_WHILE);
  }

  private static List<Heard> news(FakeConnection connection) {
    return heard(connection).stream().filter(one -> !one.event().equals("heartbeat")).toList();
  }

  private static Heard last(FakeConnection connection) {
    List<Heard> all = heard(connection);
    return all.get(all.size() - 1);
  }

  private static List<Heard> heard(FakeConnection connection) {
    return Stream.of(connection.received().replace("retry: 2000\n", "").split("\n\n"))
        .map(
            event -> {
              String[] lines = event.split("\n");
              String data = lines[2].replaceFirst("data: ", "");
              return new Heard(
                  Long.parseLong(lines[0].replaceFirst("id: ", "")),
                  lines[1].replaceFirst("event: ", ""),
                  Json.createReader(new StringReader(data)).readObject());
            })
        .toList();
  }

  private static List<String> names(List<Heard> heard) {
    return heard.stream().map(Heard::event).toList();
  }

  private static List<Integer> vmids(JsonObject data) {
    return data.getJsonArray("vms").getValuesAs(JsonObject.class).stream()
        .map(vm -> vm.getJsonNumber("vmid"))
        .map(JsonNumber::intValue)
        .toList();
  }

  private static void assertRising(List<Heard> heard) {
    for (int next = 1; next < heard.size(); next++) {
      assertTrue(heard.get(next).id() > heard.get(next - 1).id());
    }
  }

  /** Without notes, which would be sent in a separate change. */
  private static Vm vm(int id) {
    return FakeProxmox.vm(id, "pve", "vm-" + id).configuredAs(Optional.empty(), Optional.empty());
  }
}
