package dev.hansa.credentials;

import org.junit.jupiter.api.Test;

class SpeedTest {
  @Test
  void speed() {
    for (var d : new Draft[] {Draft.organisation(new World()), Draft.mandate(new World())}) {
      var world = new World();
      var list = StatusListToken.parse(World.ALL_VALID);
      StatusLists lists =
          (uri, idx, issuer, age) ->
              new StatusResult.Found(StatusEvidence.of(list, idx, World.NOW));
      var verifier = new CredentialVerifier(world, world, world, lists);
      var text = d.presented();
      var e = d.expectation();
      for (int round = 0; round < 8; round++) {
        long t = System.nanoTime();
        int n = 4000;
        for (int i = 0; i < n; i++) {
          if (!(verifier.check(text, e) instanceof PresentationCheck.Verified))
            throw new IllegalStateException();
        }
        long per = (System.nanoTime() - t) / n;
        long t1 = System.nanoTime();
        for (int i = 0; i < n; i++) {
          var _ = SdJwt.parse(text);
        }
        long parse = (System.nanoTime() - t1) / n;
        var s = SdJwt.parse(text);
        var type = Catalogue.hansa().find(s.vct()).orElseThrow();
        long t2 = System.nanoTime();
        for (int i = 0; i < n; i++) {
          var _ = type.checkPresented(s.claims());
        }
        long schema = (System.nanoTime() - t2) / n;
        long t3 = System.nanoTime();
        for (int i = 0; i < n; i++) {
          var _ = s.issuerJwt().isSignedBy(World.ISSUER_KEY.publicKey());
        }
        long sig = (System.nanoTime() - t3) / n;
        var kb = s.keyBinding().orElseThrow();
        long t4 = System.nanoTime();
        for (int i = 0; i < n; i++) {
          var _ = KeyBinding.parse(kb);
        }
        long kbt = (System.nanoTime() - t4) / n;
        var jwk = s.claims().at("/cnf/jwk");
        long t5 = System.nanoTime();
        for (int i = 0; i < n; i++) {
          var _ = dev.hansa.identity.VerificationKey.fromJwk(jwk);
        }
        long key = (System.nanoTime() - t5) / n;
        System.err.println(
            text.length()
                + " check "
                + per
                + " ns; parse "
                + parse
                + " schema "
                + schema
                + " sig "
                + sig
                + " kb "
                + kbt
                + " key "
                + key);
      }
    }
  }
}
