package dev.hansa.credentials;

import java.net.URI;

/// Where a credential's status stands: a list, and the place in it.
public sealed interface StatusPlace {
  URI uri();

  long idx();

  /// `status.status_list` of [Token Status List -14, section
  /// 6.2](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-6.2).
  record TokenList(URI uri, long idx) implements StatusPlace {}

  /// A `BitstringStatusListEntry` of [Bitstring Status List
  /// 1.0](https://www.w3.org/TR/vc-bitstring-status-list/): what its value is for, and how many
  /// bits it has.
  record Bitstring(URI uri, long idx, String purpose, int size) implements StatusPlace {}
}
