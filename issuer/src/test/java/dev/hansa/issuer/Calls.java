package dev.hansa.issuer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.RequestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Plain HTTP: what is answered is read as it is.
public final class Calls {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Calls() {}

  public record Answer(int status, HttpResponse<String> response) {
    public String body() {
      return response.body();
    }

    public ObjectNode json() {
      return Json.parseObject(response.body());
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String error() {
      return json().path("error").asText();
    }
  }

  public static Answer get(String address, String... headers) {
    return send(HttpRequest.newBuilder(URI.create(address)).GET(), headers);
  }

  public static Answer post(String address, String type, String body, String... headers) {
    return send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        headers);
  }

  public static Answer form(String address, String body) {
    return post(address, "application/x-www-form-urlencoded", body);
  }

  /// A call by DID.
  public static Answer postAs(House house, House.Issuer caller, String path, String body) {
    return post(
        house.base + path,
        "application/json",
        body,
        "Authorization",
        "Bearer " + token(house, caller, "POST", path, body));
  }

  public static Answer getAs(House house, House.Issuer caller, String path) {
    return get(
        house.base + path, "Authorization", "Bearer " + token(house, caller, "GET", path, ""));
  }

  /// The same with a query, which the token does not cover.
  public static Answer getAs(House house, House.Issuer caller, String path, String query) {
    return get(
        house.base + path + query,
        "Authorization",
        "Bearer " + token(house, caller, "GET", path, ""));
  }

  private static String token(
      House house, House.Issuer caller, String method, String path, String body) {
    return RequestTokens.sign(
        caller.authenticationName(),
        caller.authentication(),
        house.base,
        method,
        URI.create(house.base + path),
        body.getBytes(StandardCharsets.UTF_8),
        house.clock.instant(),
        house.random);
  }

  private static Answer send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The member of a JSON object as text, if it is there.
  public static Optional<String> text(ObjectNode json, String member) {
    return Optional.ofNullable(json.get(member)).map(node -> node.asText());
  }
}
