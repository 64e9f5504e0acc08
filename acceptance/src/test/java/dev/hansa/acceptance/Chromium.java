package dev.hansa.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A headless Chromium with one tab, used as a person without a mouse uses it: it opens an address,
/// presses keys and looks. Driven by the [DevTools
/// protocol](https://chromedevtools.github.io/devtools-protocol/) on a loopback port.
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");
  private static final int SECONDS_MAX = 60;
  private static final int MESSAGE_MAX = 16 * 1024 * 1024;

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final String session;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

  private Chromium(Process process, URI door) {
    this.process = process;
    this.socket = http.newWebSocketBuilder().buildAsync(door, new Ears()).join();
    var target = send("Target.createTarget", Json.newObject().put("url", "about:blank"), "");
    var attach = Json.newObject().put("targetId", target.path("targetId").asText());
    this.session =
        send("Target.attachToTarget", attach.put("flatten", true), "").path("sessionId").asText();
    var _ = call("Page.enable", Json.newObject());
  }

  static Chromium start() throws Exception {
    var profile = Files.createTempDirectory("hansa-chromium-");
    var command = new ArrayList<>(List.of(program().toString(), "--headless", "--disable-gpu"));
    command.addAll(List.of("--no-first-run", "--disable-background-networking", "--disable-sync"));
    command.addAll(List.of("--disable-component-update", "--disable-quic", "--hide-scrollbars"));
    command.addAll(List.of("--remote-debugging-port=0", "--user-data-dir=" + profile));
    if ("root".equals(System.getProperty("user.name"))) {
      // Chromium has no sandbox for root.
      command.add("--no-sandbox");
    }
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    var port = profile.resolve("DevToolsActivePort");
    for (int tenths = 0; tenths < SECONDS_MAX * 10; tenths++) {
      if (Files.exists(port) && Files.readAllLines(port, UTF_8).size() == 2) {
        var lines = Files.readAllLines(port, UTF_8);
        return new Chromium(
            process, URI.create("ws://127.0.0.1:" + lines.getFirst() + lines.getLast()));
      }
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    process.destroyForcibly();
    throw new AssertionError("Chromium did not start: " + String.join(" ", command));
  }

  private static Path program() {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      for (var name : NAMES) {
        if (Files.isExecutable(Path.of(folder, name))) {
          return Path.of(folder, name);
        }
      }
    }
    throw new AssertionError(
        "The profile pages needs Chromium: none of "
            + NAMES
            + " is on the PATH. Install it (Debian: chromium), or leave the profile out.");
  }

  /// Puts the parts of a message together and hands it to whoever waits for it.
  private final class Ears implements WebSocket.Listener {
    private final StringBuilder heard = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      heard.append(data);
      if (last) {
        var message = Json.parseObject(heard.toString(), MESSAGE_MAX);
        heard.setLength(0);
        var asked = waiting.remove(message.path("id").asInt());
        if (asked != null && message.has("error")) {
          asked.completeExceptionally(new AssertionError(message.path("error").toString()));
        } else if (asked != null) {
          asked.complete(message.path("result"));
        }
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }

  private JsonNode send(String method, ObjectNode parameters, String to) {
    int id = lastId.incrementAndGet();
    var message = Json.newObject().put("id", id).put("method", method);
    message.set("params", parameters);
    if (!to.isEmpty()) {
      message.put("sessionId", to);
    }
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    var _ = socket.sendText(message.toString(), true).join();
    return answer.orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();
  }

  private JsonNode call(String method, ObjectNode parameters) {
    return send(method, parameters, session);
  }

  /// What an expression is on the page.
  JsonNode look(String expression) {
    var answer =
        call(
            "Runtime.evaluate",
            Json.newObject().put("expression", expression).put("returnByValue", true));
    assertThat(answer.has("exceptionDetails")).as(answer.toString()).isFalse();
    return answer.at("/result/value");
  }

  /// A window of this width, in CSS pixels, that prefers light or dark colours.
  void window(int width, int height, boolean dark) {
    var _ =
        call(
            "Emulation.setDeviceMetricsOverride",
            Json.newObject()
                .put("width", width)
                .put("height", height)
                .put("deviceScaleFactor", 1)
                .put("mobile", width < 600));
    var scheme = Json.newObject();
    scheme
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", dark ? "dark" : "light");
    var _ = call("Emulation.setEmulatedMedia", scheme);
  }

  /// Types an address.
  void go(String address) {
    var _ = call("Page.navigate", Json.newObject().put("url", address));
  }

  /// Types an address and waits for the page whose heading says this.
  void open(String address, String heading) throws Exception {
    go(address);
    await(heading);
  }

  /// Waits for the page whose heading says this, wherever it comes from.
  void await(String heading) throws Exception {
    await("document.querySelector('h1')?.innerText ?? ''", heading);
  }

  /// Waits until this is read on the page.
  void awaitText(String text) throws Exception {
    await("document.body.innerText", text);
  }

  /// Waits until the browser is somewhere below this address.
  void awaitAddress(String address) throws Exception {
    await("location.href", address);
  }

  private void await(String expression, String says) throws Exception {
    for (int attempt = 0; attempt < SECONDS_MAX * 10; attempt++) {
      if (whole(expression).contains(says)) {
        return;
      }
      var _ = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError(
        "“" + says + "” did not come; the page is " + look("document.body.innerText"));
  }

  /// The same as the page has it once it is all there; between two pages nothing.
  private String whole(String expression) {
    try {
      return look("document.readyState === 'complete' ? " + expression + " : ''").asText();
    } catch (RuntimeException | AssertionError e) {
      return "";
    }
  }

  /// Presses Tab until what has the focus says this, and sees at each stop that the focus shows.
  void tabTo(String says) {
    var stops = new ArrayList<String>();
    while (stops.size() < 20) {
      press("Tab", 9, "");
      var stop = look("document.activeElement.innerText || document.activeElement.ariaLabel || ''");
      stops.add(stop.asText().strip());
      assertThat(
              look("getComputedStyle(document.activeElement).outlineStyle !== 'none'"
                      + " && parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2")
                  .asBoolean())
          .as("the focus is seen on " + stops.getLast())
          .isTrue();
      if (stops.getLast().startsWith(says)) {
        return;
      }
    }
    throw new AssertionError("Tab does not come to “" + says + "”, but to " + stops);
  }

  void pressEnter() {
    press("Enter", 13, "\r");
  }

  void pressSpace() {
    press(" ", 32, " ");
  }

  private void press(String key, int code, String text) {
    for (var type : List.of("keyDown", "keyUp")) {
      var event =
          Json.newObject().put("type", type).put("key", key).put("windowsVirtualKeyCode", code);
      if (type.equals("keyDown") && !text.isEmpty()) {
        event.put("text", text);
      }
      var _ = call("Input.dispatchKeyEvent", event);
    }
  }

  /// Writes what is seen of the page, the whole of it, as PNG.
  void picture(Path file) throws IOException {
    var size =
        look("[document.documentElement.clientWidth, document.documentElement.scrollHeight]");
    var options = Json.newObject().put("format", "png").put("captureBeyondViewport", true);
    options
        .putObject("clip")
        .put("x", 0)
        .put("y", 0)
        .put("width", size.path(0).asInt())
        .put("height", size.path(1).asInt())
        .put("scale", 1);
    var picture = call("Page.captureScreenshot", options).path("data").asText();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(picture));
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
    process.destroy();
    process.onExit().orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();
  }
}
