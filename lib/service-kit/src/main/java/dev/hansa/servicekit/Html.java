package dev.hansa.servicekit;

/// HTML that pages of the services are made of.
public final class Html {
  private Html() {}

  /// Text as it stands in HTML, in an element or a quoted attribute.
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
