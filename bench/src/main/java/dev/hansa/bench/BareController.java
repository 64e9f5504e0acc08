package dev.hansa.bench;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/// What every HTTP row is held against: an endpoint of the same server, with the same filters, that
/// does nothing and answers with as much as a proof has. Only there when the bench starts the
/// house.
@Controller
@Requires(property = BareController.SWITCH, value = "true")
final class BareController {
  static final String SWITCH = "hansa.bench";
  static final String PATH = "/bench/bare";

  private static final String ANSWER = "{\"bare\":\"" + "x".repeat(3000) + "\"}";

  @Get(PATH)
  @Produces(MediaType.APPLICATION_JSON)
  String bare() {
    return ANSWER;
  }
}
