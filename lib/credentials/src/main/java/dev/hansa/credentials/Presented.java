package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A credential that somebody presents, as the checks see it: what the class of its format read.
/// Nothing in it was verified. A new format is one more of these.
interface Presented {
  /// The credential format identifier of OpenID4VP.
  String format();

  Did issuer();

  Vct vct();

  /// The names that a query may know its type by.
  Set<String> typeNames();

  Instant issuedAt();

  Optional<Instant> notBefore();

  Optional<Instant> expires();

  Optional<Did> subject();

  /// The key that the holder proves to have, where the credential itself names it.
  Optional<VerificationKey> holderKey();

  /// Its places in status lists.
  List<StatusPlace> statuses();

  /// The claims in the form that the catalogue's schemas describe.
  ObjectNode claims();

  /// The claims as the schema for presentations sees them.
  ObjectNode shape();

  /// The hash that the credential says the metadata of its type have, as [Subresource
  /// Integrity](https://www.w3.org/TR/SRI/) writes it.
  default Optional<String> typeIntegrity() {
    return Optional.empty();
  }

  /// Where the paths of a query begin.
  ClaimNode root();

  /// The same for every presentation of one credential.
  Bytes credentialHash();

  /// The issuer's signatures, one at least. Each must hold.
  List<IssuerProof> issuerProofs();

  /// The holder's signature over this presentation.
  Optional<HolderProof> holderProof();

  /// By which key a signature is said to be: a verification method of the issuer's DID, or the leaf
  /// of a certificate chain.
  sealed interface KeyRef {
    record Named(DidUrl name) implements KeyRef {}

    record Certified(X509Chain chain) implements KeyRef {}

    /// What receipts call it.
    default DidUrl name(Did issuer) {
      return switch (this) {
        case Named(var name) -> name;
        case Certified(var chain) ->
            new DidUrl(issuer, "x5t-S256:" + chain.leafHash().toBase64Url());
      };
    }
  }

  /// An issuer's signature.
  interface IssuerProof {
    KeyRef key();

    boolean isSignedBy(VerificationKey key);
  }

  /// A holder's signature over a presentation.
  interface HolderProof {
    /// The key's name, where the format names the holder by a DID.
    Optional<DidUrl> keyName();

    boolean isSignedBy(VerificationKey key);

    String nonce();

    String audience();

    /// Empty where the format leaves it to the nonce to say that it is fresh.
    Optional<Instant> issuedAt();

    /// True if it is over exactly what is presented.
    boolean isOverWhatIsPresented();

    /// The hashes of the transaction data that it signs.
    List<String> transactionDataHashes();

    /// The signature as it came, where it stands by itself.
    Optional<String> text();
  }
}
