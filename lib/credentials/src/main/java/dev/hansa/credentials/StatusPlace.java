package dev.hansa.credentials;

import java.net.URI;

/// Where a credential's status stands: a list, and the place in it.
public sealed interface StatusPlace {
  URI uri();

  long idx();

  /// `status.status_list` of [Token Status List -14, section
  /// 6.2](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-6.2).
  record TokenList(URI uri, long idx) implements StatusPlace {}
}
