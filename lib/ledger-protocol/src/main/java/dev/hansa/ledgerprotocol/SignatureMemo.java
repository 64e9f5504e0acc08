package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// Checks signatures ahead of their block, on the threads that take requests in, and remembers the
/// verdicts until the block asks for them. It changes when the work is done, never the verdict:
/// what it does not remember is checked then. For several threads.
public final class SignatureMemo implements SignatureCheck {
  /// About 10 MB of verdicts; a question is remembered by its hash, however long its text was.
  private static final int VERDICTS_MAX = 65_536;

  private static final int KEYS_MAX = 4096;

  private final ConcurrentHashMap<Bytes, Boolean> verdicts = new ConcurrentHashMap<>();
  private final SignatureCheck check;
  private final AtomicReference<KeysOf> keys = new AtomicReference<>(new KeysOf(Bytes.utf8("")));

  public SignatureMemo() {
    this(new Ed25519Signatures());
  }

  SignatureMemo(SignatureCheck check) {
    this.check = check;
  }

  /// The keys that signers have in one state.
  private record KeysOf(Bytes root, ConcurrentHashMap<String, Optional<Bytes>> known) {
    KeysOf(Bytes root) {
      this(root, new ConcurrentHashMap<>());
    }
  }

  /// Checks what a request carries, with the keys that its signers have now.
  public void ahead(LedgerReader committed, IndyRequest request) {
    var head = committed.head();
    if (head.isEmpty()) {
      return;
    }
    // Verdicts that no block asks for (the request came twice) must not fill it for ever.
    if (verdicts.size() >= VERDICTS_MAX) {
      verdicts.clear();
    }
    var of = keysOf(head.get().roots(SubLedger.DOMAIN).stateRoot());
    request
        .signatures()
        .forEach((signer, text) -> {
          var key = key(of, committed, signer);
          var signature = decode(text);
          if (key.isPresent() && signature.isPresent()) {
            verdicts.put(
                question(key.get(), request.signatureInput(), signature.get()),
                check.isGood(key.get(), request.signatureInput(), signature.get()));
          }
        });
  }

  private KeysOf keysOf(Bytes root) {
    var last = keys.get();
    if (last.root().equals(root) && last.known().size() < KEYS_MAX) {
      return last;
    }
    var next = new KeysOf(root);
    keys.set(next);
    return next;
  }

  private static Optional<Bytes> key(KeysOf of, LedgerReader committed, String signer) {
    var known = of.known().get(signer);
    if (known == null) {
      known =
          new Trie(of.root(), committed::trieNode)
              .get(Nym.key(signer))
              .map(value -> Nym.read(signer, value))
              .flatMap(Nym::verkeyBytes);
      of.known().put(signer, known);
    }
    return known;
  }

  /// Key and signature have lengths of their own, so no two questions read alike.
  private static Bytes question(Bytes verkey, Bytes input, Bytes signature) {
    return Bytes.sha256(verkey.toArray(), signature.toArray(), input.toArray());
  }

  /// The 64 bytes of a signature's text, if it is one.
  static Optional<Bytes> decode(String text) {
    // Base58 of 64 bytes has 88 characters at most.
    if (text.length() > 88) {
      return Optional.empty();
    }
    try {
      var bytes = Base58.decode(text);
      return bytes.length == 64 ? Optional.of(Bytes.copyOf(bytes)) : Optional.empty();
    } catch (MalformedInput e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isGood(Bytes verkey, Bytes input, Bytes signature) {
    var verdict = verdicts.remove(question(verkey, input, signature));
    return verdict == null ? check.isGood(verkey, input, signature) : verdict;
  }
}
