package dev.hansa.issuer.http;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.AuthorizationRequest;
import dev.hansa.issuer.domain.Authorizing;
import dev.hansa.issuer.domain.IssuerSecret;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TypeCatalogue;
import dev.hansa.servicekit.Form;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pushed authorization requests, [RFC 9126](https://www.rfc-editor.org/rfc/rfc9126).
@Controller("/{tenant}/par")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class ParController {
  static final String REQUEST_URI = "urn:ietf:params:oauth:request_uri:";

  private final TenantDoor door;
  private final DpopDoor dpop;
  private final ClientDoor clients;
  private final Authorizing authorizing;
  private final TypeCatalogue catalogue;
  private final IssuerSecret secret;
  private final Outcomes outcomes;

  ParController(
      TenantDoor door,
      DpopDoor dpop,
      ClientDoor clients,
      Authorizing authorizing,
      TypeCatalogue catalogue,
      IssuerSecret secret,
      Outcomes outcomes) {
    this.door = door;
    this.dpop = dpop;
    this.clients = clients;
    this.authorizing = authorizing;
    this.catalogue = catalogue;
    this.secret = secret;
    this.outcomes = outcomes;
  }

  /// A request that breaks a rule which has an error code of its own.
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;

    Refused(String error, String says) {
      super(says, null, false, false);
      this.error = error;
    }
  }

  @Post
  @Consumes(MediaType.ALL)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Push an authorization request",
      description =
          "Form: client_id, response_type=code, redirect_uri, code_challenge,"
              + " code_challenge_method=S256, scope or authorization_details, issuer_state?, state?,"
              + " dpop_jkt?")
  @ApiResponse(responseCode = "201", description = "request_uri, expires_in")
  @ApiResponse(
      responseCode = "400",
      description =
          "invalid_request, unsupported_response_type, invalid_scope,"
              + " invalid_authorization_details, invalid_dpop_proof, use_dpop_nonce, invalid_client,"
              + " invalid_client_attestation, use_attestation_challenge, use_fresh_attestation")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> push(
      HttpRequest<?> request, @PathVariable String tenant, @Body @Nullable String body) {
    var issuer = door.find(tenant);
    return switch (dpop.look(request, issuer, Optional.empty())) {
      case DpopDoor.Shown.Refused(var error, var says) ->
          dpop.withNonce(issuer, Answers.badRequest(error, says));
      case DpopDoor.Shown.Nothing _ ->
          push(issuer, request, Answers.orEmpty(body), Optional.empty());
      case DpopDoor.Shown.Key(var thumbprint) ->
          dpop.withNonce(
              issuer, push(issuer, request, Answers.orEmpty(body), Optional.of(thumbprint)));
    };
  }

  private MutableHttpResponse<String> push(
      Tenant issuer, HttpRequest<?> request, String body, Optional<Bytes> dpopKey) {
    try {
      if (!authorizing.isOpen(issuer)) {
        throw new Refused(
            "unauthorized_client", "this issuer has offers with pre-authorized codes only");
      }
      Answers.requireForm(request);
      var form = Form.parse(body, Answers.FORM_VALUE_MAX);
      return switch (clients.look(request, issuer, form)) {
        case ClientDoor.Entry.Refused(var answer) -> answer;
        case ClientDoor.Entry.Let(var client) ->
            pushed(issuer, askable(issuer, read(issuer, form, client, dpopKey)));
      };
    } catch (Refused e) {
      return Answers.badRequest(e.error, String.valueOf(e.getMessage()));
    } catch (MalformedInput e) {
      return Answers.badRequest("invalid_request", String.valueOf(e.getMessage()));
    }
  }

  private AuthorizationRequest askable(Tenant issuer, AuthorizationRequest request) {
    if (!authorizing.isOpen(issuer, request.configuration())) {
      throw new Refused(
          "unauthorized_client", "this issuer offers that type with pre-authorized codes only");
    }
    return request;
  }

  private MutableHttpResponse<String> pushed(Tenant issuer, AuthorizationRequest request) {
    var id = authorizing.push(issuer, request);
    outcomes.changed("authorization pushed", issuer.name().value());
    return Answers.json(
        HttpStatus.CREATED,
        Json.newObject()
            .put("request_uri", REQUEST_URI + id)
            .put("expires_in", Authorizing.PUSHED.toSeconds()));
  }

  private AuthorizationRequest read(
      Tenant issuer, Form form, ClientDoor.Client client, Optional<Bytes> dpopKey) {
    if (form.find("request_uri").isPresent() || form.find("request").isPresent()) {
      throw new MalformedInput("a pushed request is a form, and no reference to another");
    }
    if (!form.require("response_type").equals("code")) {
      throw new Refused("unsupported_response_type", "response_type is code");
    }
    if (!form.find("code_challenge_method").equals(Optional.of("S256"))) {
      throw new MalformedInput("code_challenge_method is S256");
    }
    var clientId =
        client.clientId().orElseThrow(() -> new MalformedInput("the form has client_id"));
    var redirectUri = AuthorizationRequest.parseRedirectUri(form.require("redirect_uri"));
    var registered = issuer.policy().clients().registered().get(clientId);
    if (registered != null && !registered.redirectUris().contains(redirectUri)) {
      throw new MalformedInput("redirect_uri is one that the client registered");
    }
    var details = form.find("authorization_details");
    return new AuthorizationRequest(
        bounded(clientId, "client_id", AuthorizationRequest.CLIENT_ID_MAX),
        client.shown(),
        redirectUri,
        form.find("state").map(text -> bounded(text, "state", AuthorizationRequest.STATE_MAX)),
        AuthorizationRequest.parseChallenge(form.require("code_challenge")),
        details.isPresent() ? detailed(details.get()) : scoped(form.find("scope").orElse("")),
        details.isPresent(),
        form.find("issuer_state").map(this::issuance),
        key(form.find("dpop_jkt"), dpopKey));
  }

  private static String bounded(String text, String name, int max) {
    if (text.length() > max) {
      throw new MalformedInput(name + " has at most " + max + " characters");
    }
    return text;
  }

  /// The type that a scope names, section 5.1.2; scopes that we do not know are ignored.
  private Vct scoped(String scope) {
    var known = Arrays.stream(scope.split(" ")).flatMap(each -> known(each).stream()).toList();
    return one(known, "invalid_scope", "scope names one credential of this issuer's metadata");
  }

  private Vct detailed(String details) {
    List<Vct> known;
    try {
      known = Details.configurations(details).stream().flatMap(id -> known(id).stream()).toList();
    } catch (MalformedInput e) {
      throw new Refused("invalid_authorization_details", String.valueOf(e.getMessage()));
    }
    return one(
        known,
        "invalid_authorization_details",
        "authorization_details name one credential of this issuer's metadata");
  }

  private static Vct one(List<Vct> known, String error, String says) {
    if (known.size() != 1) {
      throw new Refused(error, says);
    }
    return known.getFirst();
  }

  private Optional<Vct> known(String name) {
    try {
      return Optional.of(Vct.parse(name)).filter(vct -> catalogue.find(vct).isPresent());
    } catch (MalformedInput e) {
      return Optional.empty();
    }
  }

  private String issuance(String issuerState) {
    return secret
        .issuanceOfIssuerState(issuerState)
        .orElseThrow(() -> new MalformedInput("issuer_state is the one of the offer"));
  }

  /// RFC 9449, section 10.1: header and parameter say the same where both are there.
  private static Optional<Bytes> key(Optional<String> jkt, Optional<Bytes> shown) {
    var named = jkt.map(Bytes::fromBase64Url);
    if (named.isPresent() && named.get().length() != 32) {
      throw new MalformedInput("dpop_jkt is a SHA-256 thumbprint");
    }
    if (named.isPresent() && shown.isPresent() && !named.equals(shown)) {
      throw new Refused("invalid_dpop_proof", "the proof's key is the one that dpop_jkt names");
    }
    return shown.or(() -> named);
  }
}
