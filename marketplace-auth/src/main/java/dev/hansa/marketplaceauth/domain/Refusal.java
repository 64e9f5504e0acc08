package dev.hansa.marketplaceauth.domain;

/// Why what was shown does not do, and the sentence for whoever showed it.
public record Refusal(String reason, String sentence) {
  public static final int REASON_MAX = 64;
  public static final int SENTENCE_MAX = 500;

  public Refusal {
    reason = cut(reason, REASON_MAX);
    sentence = cut(sentence, SENTENCE_MAX);
  }

  public static final Refusal NOT_YOURS =
      new Refusal("not-yours", "This credential is about somebody else.");
  public static final Refusal NOT_AN_ORGANISATION =
      new Refusal(
          "not-an-organisation", "Show the membership of an organisation, not of a person.");
  public static final Refusal NOT_A_PERSON =
      new Refusal("not-a-person", "Show your own membership; this one is of an organisation.");
  public static final Refusal HOLDER_KEY =
      new Refusal("holder-key", "The credential was shown with another key than its owner's.");
  public static final Refusal NOT_A_MEMBER =
      new Refusal(
          "not-a-member", "Your organisation is not yet a member of the market. It joins first.");
  public static final Refusal MANDATE_LINK =
      new Refusal(
          "mandate-link", "The authorisation was not given by the organisation it speaks for.");
  public static final Refusal MEMBERSHIP_NOT_VALID =
      new Refusal(
          "membership-not-valid", "The membership of the market has ended or was withdrawn.");
  public static final Refusal OTHER_PERSON =
      new Refusal("other-person", "Sign with the authorisation that you signed in with.");
  public static final Refusal NOT_YET_VALID =
      new Refusal("not-yet-valid", "This credential is not valid yet.");
  public static final Refusal UNREADABLE =
      new Refusal("malformed", "The credential does not say what was asked for.");

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }
}
