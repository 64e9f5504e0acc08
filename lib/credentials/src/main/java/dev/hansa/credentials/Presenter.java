package dev.hansa.credentials;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Signer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes presentations, [RFC 9901, section 6](https://www.rfc-editor.org/rfc/rfc9901#section-6).
public final class Presenter {
  private Presenter() {}

  /// What the choice shows, bound by the holder's key.
  public static String present(Matching.Choice choice, KbInput input, Signer holder) {
    return present(choice.credential(), choice.shown(), input, holder);
  }

  /// Shows these disclosures (and those above them), bound to a nonce and an audience by the
  /// holder's key.
  public static String present(
      SdJwt credential, Collection<Disclosure> shown, KbInput input, Signer holder) {
    if (!credential.holderKey().equals(Optional.of(holder.publicKey()))) {
      throw new IllegalArgumentException("the signer has the key in the credential's cnf");
    }
    var presented = present(credential, shown);
    var claims =
        Json.newObject()
            .put("iat", input.issuedAt().getEpochSecond())
            .put("aud", input.audience())
            .put("nonce", input.nonce())
            .put("sd_hash", SdJwt.sdHash(presented));
    if (!input.transactionData().isEmpty()) {
      var hashes = claims.putArray("transaction_data_hashes");
      input.transactionData().forEach(entry -> hashes.add(transactionHash(entry)));
      claims.put("transaction_data_hashes_alg", Disclosing.SHA_256);
    }
    var header = Json.newObject().put("typ", KeyBinding.TYPE);
    return presented + Jws.sign(header, Json.utf8(claims), holder);
  }

  /// Shows these disclosures (and those above them) without key binding.
  public static String present(SdJwt credential, Collection<Disclosure> shown) {
    var wanted = new HashSet<>(shown);
    if (!new HashSet<>(credential.disclosures()).containsAll(wanted)) {
      throw new IllegalArgumentException("only this credential's own disclosures are shown");
    }
    var closed = new HashSet<Disclosure>();
    var _ = addWithAbove(credential.root(), wanted, closed);
    return credential.withDisclosures(
        credential.disclosures().stream().filter(closed::contains).toList());
  }

  /// True if something wanted stands here or below; then what discloses this claim is needed too.
  private static boolean addWithAbove(
      ClaimNode node, Set<Disclosure> wanted, Set<Disclosure> closed) {
    var below =
        switch (node) {
          case ClaimNode.Branch(var members, _) -> List.copyOf(members.values());
          case ClaimNode.Row(var elements, _) -> elements;
          case ClaimNode.Leaf _, ClaimNode.Hidden _ -> List.<ClaimNode>of();
        };
    boolean needed = node.disclosure().map(wanted::contains).orElse(false);
    for (var child : below) {
      needed |= addWithAbove(child, wanted, closed);
    }
    if (needed) {
      node.disclosure().ifPresent(closed::add);
    }
    return needed;
  }

  /// The hash of one entry of `transaction_data`, over the text as it came: [OpenID4VP 1.0,
  /// appendix
  /// B.3.3](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#appendix-B.3.3).
  static String transactionHash(String entry) {
    return Bytes.sha256(entry.getBytes(StandardCharsets.US_ASCII)).toBase64Url();
  }
}
