package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.CredentialType.IssuedBy;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.local.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What happens on the network of the vector files: every kind of request, written, refused and
/// sent twice.
final class TestStory {
  static final Vct LICENCE = Vct.hansa("csp-licence");
  static final Vct MANDATE = Vct.hansa("mandate");
  static final Duration YEAR = Duration.ofDays(365);

  final TestNetwork net = new TestNetwork();
  final Account operator = TestNetwork.account("operator");
  final Account authority = TestNetwork.account("authority");
  final Account regulator = TestNetwork.account("regulator");
  final Account provider = TestNetwork.account("provider");
  final Account customer = TestNetwork.account("customer");
  final Account monitor = TestNetwork.account("monitor");
  final Account gone = TestNetwork.account("gone");
  final Account stranger = TestNetwork.account("stranger");

  TestStory() {
    organisations();
    typesAndAccreditations();
    changes();
    market();
    crowd();
  }

  RequestBuilder payload(PayloadType type, Account author, ObjectNode payload) {
    return RequestBuilder.payload(type, author.did(), net.now().plusSeconds(300), payload);
  }

  private RequestBuilder selfWritten(Account account) {
    return RequestBuilder.newNym(account.did(), account.did(), key(account.nym()))
        .endorser(operator.did());
  }

  private void organisations() {
    var _ =
        net.block(
            List.of(
                net.request(
                    RequestBuilder.newNym(net.trustee.did(), operator.did(), key(operator.nym()))
                        .role(Role.ENDORSER),
                    net.trustee),
                net.request(
                    RequestBuilder.newNym(net.steward.did(), regulator.did(), key(regulator.nym())),
                    net.steward)));
    var content = Json.newObject();
    content
        .putArray("service")
        .addObject()
        .put("id", provider.did() + "#Grüße-€-😀")
        .put("type", "Büro\u0001");
    var twice = net.request(selfWritten(customer), customer, operator);
    var _ =
        net.block(
            List.of(
                net.request(selfWritten(authority), authority, operator),
                net.request(selfWritten(provider).diddocContent(content), operator, provider),
                twice,
                twice,
                net.request(selfWritten(monitor), monitor),
                net.request(selfWritten(monitor), monitor, operator),
                net.request(
                    RequestBuilder.newNym(operator.did(), gone.did(), key(gone.nym())), operator)));
  }

  ObjectNode grant(Account issuer, List<String> territories, boolean delegable) {
    return Payloads.accreditation(
        issuer.did(),
        LICENCE,
        territories,
        TestNetwork.BEGIN,
        TestNetwork.BEGIN.plus(YEAR),
        YEAR,
        delegable);
  }

  private void typesAndAccreditations() {
    var licence =
        Payloads.credentialType(
            LICENCE,
            TestNetwork.hash("schema"),
            TestNetwork.hash("presentation"),
            TestNetwork.hash("metadata"),
            IssuedBy.ACCREDITED);
    var mandate =
        Payloads.credentialType(
            MANDATE,
            TestNetwork.hash("m schema"),
            TestNetwork.hash("m presentation"),
            TestNetwork.hash("m metadata"),
            IssuedBy.MANDATOR);
    var _ =
        net.block(
            List.of(
                net.request(
                    payload(PayloadType.CREDENTIAL_TYPE, net.trustee, licence),
                    net.trustee,
                    net.third),
                net.request(
                    payload(PayloadType.CREDENTIAL_TYPE, net.second, mandate),
                    net.second,
                    net.third),
                net.request(
                    payload(
                        PayloadType.ACCREDITATION, net.trustee, grant(authority, List.of(), true)),
                    net.trustee,
                    net.second)));
    var _ =
        net.block(
            List.of(
                net.request(
                    payload(
                        PayloadType.ACCREDITATION,
                        authority,
                        grant(regulator, List.of("DK", "DE-BY"), false)),
                    authority),
                net.request(
                    payload(
                        PayloadType.ACCREDITATION, authority, grant(monitor, List.of("SE"), false)),
                    authority)));
    var _ =
        net.block(
            List.of(
                net.request(
                    payload(
                        PayloadType.ACCREDITATION,
                        authority,
                        Payloads.withdrawal(monitor.did(), LICENCE, "ended", TestNetwork.BEGIN)),
                    authority)));
  }

  private void changes() {
    var next = TestNetwork.account("customer-next-key");
    var _ =
        net.block(
            List.of(
                net.request(
                    RequestBuilder.nym(customer.did(), customer.did()).verkey(key(next.nym())),
                    customer),
                net.request(
                    RequestBuilder.nym(customer.did(), customer.did()).verkey(key(customer.nym())),
                    customer),
                net.request(
                    RequestBuilder.nym(customer.did(), customer.did()).verkey(key(customer.nym())),
                    new Account(customer.did(), next.nym())),
                net.request(RequestBuilder.nym(gone.did(), gone.did()).deactivate(), gone),
                net.request(
                    RequestBuilder.nym(net.trustee.did(), monitor.did()).role(Role.NETWORK_MONITOR),
                    net.trustee)));
  }

  ObjectNode agreement(String id) {
    return Payloads.agreement(
        id,
        TestNetwork.hash("terms"),
        provider.did(),
        customer.did(),
        List.of(monitor.did()),
        Optional.of(regulator.did()),
        Instant.parse("2026-10-01T00:00:00Z"),
        Instant.parse("2027-10-01T00:00:00Z"),
        List.of(TestNetwork.hash("receipt 1"), TestNetwork.hash("receipt 2")));
  }

  private void market() {
    var _ =
        net.block(
            List.of(
                net.request(
                    payload(
                        PayloadType.ANCHOR,
                        operator,
                        Payloads.anchor("receipts", 7, TestNetwork.hash("root 7"))),
                    operator),
                net.request(
                    payload(PayloadType.AGREEMENT, operator, agreement("agreement-1")),
                    operator,
                    provider,
                    customer),
                net.request(
                    payload(
                        PayloadType.ANCHOR,
                        operator,
                        Payloads.anchor("receipts", 9, TestNetwork.hash("root 9"))),
                    operator)));
  }

  // Enough DIDs for a trie of several levels.
  private void crowd() {
    var requests = new ArrayList<IndyRequest>();
    for (int i = 0; i < 80; i++) {
      var account = TestNetwork.account("crowd-" + i);
      requests.add(
          net.request(
              RequestBuilder.newNym(operator.did(), account.did(), key(account.nym())), operator));
    }
    var _ = net.block(requests.subList(0, 50));
    var _ = net.block(requests.subList(50, 80));
  }
}
