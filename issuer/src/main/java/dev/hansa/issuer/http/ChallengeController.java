package dev.hansa.issuer.http;

import dev.hansa.identity.Json;
import dev.hansa.issuer.domain.AttestationChallenges;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
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
import java.time.Clock;

/// The challenge endpoint of attestation-based client authentication, [draft 07, section
/// 8.1](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-attestation-based-client-auth-07#section-8.1).
@Controller("/{tenant}/challenge")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class ChallengeController {
  private final TenantDoor door;
  private final AttestationChallenges challenges;
  private final Clock clock;

  ChallengeController(TenantDoor door, AttestationChallenges challenges, Clock clock) {
    this.door = door;
    this.challenges = challenges;
    this.clock = clock;
  }

  @Post
  @Consumes(MediaType.ALL)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "A fresh challenge for a client attestation's proof")
  @ApiResponse(responseCode = "200", description = "attestation_challenge")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> challenge(@PathVariable String tenant) {
    var issuer = door.find(tenant);
    return Answers.json(
        HttpStatus.OK,
        Json.newObject()
            .put("attestation_challenge", challenges.make(issuer.name(), clock.instant())));
  }
}
