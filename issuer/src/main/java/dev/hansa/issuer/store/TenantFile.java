package dev.hansa.issuer.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Appearance;
import dev.hansa.issuer.domain.ApprovalPolicy;
import dev.hansa.issuer.domain.IssuerPolicy;
import dev.hansa.issuer.domain.KeyAttestationPolicy;
import dev.hansa.issuer.domain.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The optional members of a `tenant.json`: how the issuer looks, and what it asks of wallets.
final class TenantFile {
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}\\.(png|svg|jpg)");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");
  private static final int NAMES_MAX = 40;

  private static final Set<String> MEMBERS =
      Set.of("did", "displayName", "keys", "names", "logo", "policy");
  private static final Set<String> OF_POLICY =
      Set.of(
          "dpop",
          "loginWith",
          "loginAt",
          "crossDevice",
          "clients",
          "encryption",
          "keyAttestation",
          "approval");
  private static final Set<String> OF_KEY_ATTESTATION =
      Set.of("required", "anchors", "providers", "keyStorage", "userAuthentication");

  private final Path folder;
  private final ObjectNode json;

  TenantFile(Path folder, ObjectNode json) {
    this.folder = folder;
    this.json = json;
  }

  /// `names`: an object from language tags to names; `logo`: `{file, altText}`, a file beside it.
  Appearance appearance() throws IOException {
    var names = new ArrayList<Appearance.Named>();
    if (json.has("names")) {
      var object = Json.object(json, "names");
      if (object.size() > NAMES_MAX) {
        throw new MalformedInput("names has at most " + NAMES_MAX + " languages");
      }
      for (var entry : object.properties()) {
        if (!LANGUAGE.matcher(entry.getKey()).matches()) {
          throw new MalformedInput("names has language tags, as sv or pt-BR");
        }
        names.add(
            new Appearance.Named(
                entry.getKey(), Json.text(object, entry.getKey(), Tenant.DISPLAY_NAME_MAX)));
      }
    }
    return new Appearance(names, json.has("logo") ? Optional.of(logo()) : Optional.empty());
  }

  private Appearance.Logo logo() throws IOException {
    var logo = Json.object(json, "logo");
    KnownMembers.require(logo, Set.of("file", "altText"), "logo");
    var name = Json.text(logo, "file", 80);
    if (!FILE_NAME.matcher(name).matches()) {
      throw new MalformedInput("logo.file is a png, svg or jpg in the tenant's folder");
    }
    var file = folder.resolve(name);
    if (Files.size(file) > Appearance.Logo.LENGTH_MAX) {
      throw new MalformedInput("a logo has at most " + Appearance.Logo.LENGTH_MAX + " bytes");
    }
    var type =
        switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
          case "png" -> "image/png";
          case "svg" -> "image/svg+xml";
          default -> "image/jpeg";
        };
    return new Appearance.Logo(
        Bytes.copyOf(Files.readAllBytes(file)), type, Json.text(logo, "altText", 200));
  }

  /// `policy`: what the issuer asks of wallets.
  IssuerPolicy policy() throws IOException {
    KnownMembers.require(json, MEMBERS, "tenant.json");
    if (!json.has("policy")) {
      return IssuerPolicy.PLAIN;
    }
    var policy = Json.object(json, "policy");
    KnownMembers.require(policy, OF_POLICY, "policy");
    var plain = IssuerPolicy.PLAIN;
    return new IssuerPolicy(
        isRequired(policy, "dpop", "policy"),
        policy.has("loginWith")
            ? Vct.parse(Json.text(policy, "loginWith", Vct.LENGTH_MAX))
            : plain.loginWith(),
        KnownMembers.flag(policy, "crossDevice", "policy"),
        isRequired(policy, "encryption", "policy"),
        policy.has("clients")
            ? new ClientsSection(folder, Json.object(policy, "clients")).read()
            : plain.clients(),
        policy.has("keyAttestation")
            ? keyAttestation(Json.object(policy, "keyAttestation"))
            : plain.keyAttestation(),
        policy.has("approval") ? approval(Json.object(policy, "approval")) : plain.approval(),
        policy.has("loginAt")
            ? Optional.of(new LoginSection(folder, Json.object(policy, "loginAt")).read())
            : plain.loginAt());
  }

  /// `required`?, `anchors`?, `providers`?, `keyStorage`?, `userAuthentication`?.
  private KeyAttestationPolicy keyAttestation(ObjectNode json) throws IOException {
    KnownMembers.require(json, OF_KEY_ATTESTATION, "policy.keyAttestation");
    var policy =
        new KeyAttestationPolicy(
            KnownMembers.flag(json, "required", "policy.keyAttestation"),
            json.has("anchors") ? ClientsSection.anchors(folder, json) : Set.of(),
            json.has("providers") ? ClientsSection.keys(Json.object(json, "providers")) : List.of(),
            texts(json, "keyStorage"),
            texts(json, "userAuthentication"));
    if (!policy.isOpen()) {
      throw new MalformedInput("policy.keyAttestation has anchors or providers");
    }
    return policy;
  }

  private static Set<String> texts(ObjectNode json, String name) {
    var texts = new TreeSet<String>();
    if (json.has(name)) {
      Json.array(json, name, NAMES_MAX).forEach(each -> texts.add(each.asText()));
    }
    return texts;
  }

  /// `types` and `approvers`; the issuer itself is none of them.
  private ApprovalPolicy approval(ObjectNode json) {
    KnownMembers.require(json, Set.of("types", "approvers"), "policy.approval");
    var own = Json.text(this.json, "did", Did.LENGTH_MAX);
    var approvers = texts(json, "approvers").stream().map(Did::parse).collect(Collectors.toSet());
    if (approvers.isEmpty() || approvers.contains(Did.parse(own))) {
      throw new MalformedInput("policy.approval.approvers are others than the issuer");
    }
    return new ApprovalPolicy(
        texts(json, "types").stream().map(Vct::parse).collect(Collectors.toSet()), approvers);
  }

  /// `"required"` or `"optional"`, which is the default.
  static boolean isRequired(ObjectNode policy, String member, String where) {
    if (!policy.has(member)) {
      return false;
    }
    return switch (Json.text(policy, member, 16)) {
      case "required" -> true;
      case "optional" -> false;
      default -> throw new MalformedInput(where + "." + member + " is required or optional");
    };
  }
}
