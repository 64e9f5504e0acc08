package dev.hansa.acceptance.shop;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import java.util.Map;
import java.util.TreeMap;

/// Says to those who signed in who they are for this shop.
@Controller("/who")
@Secured(SecurityRule.IS_AUTHENTICATED)
class WhoController {
  @Get
  Map<String, Object> who(Authentication authentication) {
    var who = new TreeMap<String, Object>(authentication.getAttributes());
    who.put("name", authentication.getName());
    return who;
  }
}
