package dev.hansa.issuer.http;

import dev.hansa.issuer.domain.Authorizing.Showing;
import dev.hansa.issuer.domain.Login;
import dev.hansa.issuer.domain.Tenant;

/// What people read about showing who they are.
final class LoginWords {
  static final String LATER =
      "What a credential rests on cannot be looked up just now. Try again in a while.";
  static final String SILENT =
      "The service that confirms who you are does not answer as it should. Try again in a moment, or"
          + " go back.";

  private LoginWords() {}

  static String nothing(Tenant issuer, Login.Way way) {
    return issuer.displayName()
        + switch (way) {
          case CREDENTIAL ->
              " has no such credential for the one whom you showed yourself to be. If you have more"
                  + " than one wallet, start again and show the other; else ask ";
          case PROVIDER ->
              " has no such credential for the account that you logged in with. If you have another"
                  + " account, log out of this one there and start again; else ask ";
        }
        + issuer.displayName()
        + ".";
  }

  static String notMade(Tenant issuer) {
    return "What is known of your account does not make this credential: something is missing or has"
        + " another form than it needs. Ask "
        + issuer.displayName()
        + ".";
  }

  static String says(Showing showing) {
    return switch (showing) {
      case Showing.Waiting _ -> "Waiting for your wallet.";
      case Showing.Elsewhere _ ->
          "It was shown, but not from this browser. Open your wallet by the button on this page.";
      case Showing.Foreign _,
          Showing.Refused _,
          Showing.NothingForYou _,
          Showing.NotMade _,
          Showing.Known _ ->
          "Going on.";
    };
  }

  static String gone(Tenant issuer) {
    return issuer.displayName()
        + " took the credential back, or its time is over. Ask "
        + issuer.displayName()
        + " for it again.";
  }
}
