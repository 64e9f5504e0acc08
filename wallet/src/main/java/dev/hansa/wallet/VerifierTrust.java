package dev.hansa.wallet;

import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whom this wallet believes about verifiers besides the ledger: certificate authorities, those who
/// attest verifiers, and verifiers that it knows already. In the wallet's folder `trust/`: PEM
/// files of certificates, and `verifiers.json` with `attestationIssuers` (DIDs) and `registered`
/// (client identifiers and their keys as JWKs).
record VerifierTrust(
    List<X509Certificate> anchors,
    Set<Did> attestationIssuers,
    Map<String, VerificationKey> registered) {
  private static final int LIST_MAX = 256;
  private static final int FILE_MAX = 1 << 20;

  VerifierTrust {
    anchors = List.copyOf(anchors);
    attestationIssuers = Set.copyOf(attestationIssuers);
    registered = Map.copyOf(registered);
  }

  static VerifierTrust read(Path folder) throws IOException {
    var anchors = new ArrayList<X509Certificate>();
    var issuers = new HashSet<Did>();
    var registered = new HashMap<String, VerificationKey>();
    if (!Files.isDirectory(folder)) {
      return new VerifierTrust(anchors, issuers, registered);
    }
    try (var files = Files.newDirectoryStream(folder, "*.pem")) {
      for (var file : files) {
        anchors.addAll(X509Chain.readPem(text(file)));
      }
    }
    var verifiers = folder.resolve("verifiers.json");
    if (Files.exists(verifiers)) {
      var json = Json.parseObject(text(verifiers));
      if (json.has("attestationIssuers")) {
        for (var did : Json.array(json, "attestationIssuers", LIST_MAX)) {
          issuers.add(Did.parse(did.asText()));
        }
      }
      if (json.has("registered")) {
        for (var client : Json.object(json, "registered").properties()) {
          registered.put(client.getKey(), VerificationKey.fromJwk(client.getValue()));
        }
      }
    }
    return new VerifierTrust(anchors, issuers, registered);
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > FILE_MAX) {
      throw new IOException("this file is too long for the wallet's trust: " + file);
    }
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
