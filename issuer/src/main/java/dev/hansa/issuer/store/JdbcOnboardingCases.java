package dev.hansa.issuer.store;

import dev.hansa.identity.Bytes;
import dev.hansa.issuer.domain.Issuances.RequestMark;
import dev.hansa.issuer.domain.IssuerSecret;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.issuer.domain.onboarding.OnboardingCase;
import dev.hansa.issuer.domain.onboarding.OnboardingCases;
import dev.hansa.servicekit.Jdbc;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Onboardings in the table `onboarding`, one sealed text a case.
public final class JdbcOnboardingCases implements OnboardingCases {
  /// What ended is kept so long.
  private static final Duration REMEMBERED = Duration.ofDays(90);

  private final Jdbc jdbc;
  private final IssuerSecret secret;

  public JdbcOnboardingCases(DataSource source, IssuerSecret secret) {
    this.jdbc = new Jdbc(source);
    this.secret = secret;
  }

  @Override
  public Optional<Creation> earlier(TenantName tenant, RequestMark request) {
    return jdbc.one(
        "select * from onboarding where tenant = ? and request_key = ?",
        row ->
            row.text("request_hash").equals(request.hash())
                ? new Creation.AlreadyThere(read(row))
                : new Creation.OtherRequest(),
        tenant.value(),
        request.key());
  }

  @Override
  public Creation create(OnboardingCase.Open open, RequestMark request) {
    var about = open.about();
    try {
      jdbc.update(
          """
          insert into onboarding (id, tenant, request_key, request_hash, state, created, version,
            sealed_case)
          values (?, ?, ?, ?, ?, ?, 1, ?)\
          """,
          about.id(),
          about.tenant().value(),
          request.key(),
          request.hash(),
          State.OPEN,
          about.created(),
          sealed(open));
      return new Creation.Created(open);
    } catch (Jdbc.DuplicateKey e) {
      return earlier(about.tenant(), request).orElseThrow(() -> e);
    }
  }

  @Override
  public Optional<Kept> find(TenantName tenant, String id) {
    return jdbc.one(
        "select * from onboarding where id = ? and tenant = ?",
        row -> new Kept(read(row), row.number("version")),
        id,
        tenant.value());
  }

  @Override
  public boolean replace(Kept before, OnboardingCase next) {
    // One statement: of two who go on from the same version, one does.
    return jdbc.update(
            """
            update onboarding set state = ?, sealed_case = ?, closed = ?, version = version + 1
            where id = ? and tenant = ? and version = ?\
            """,
            State.of(next),
            sealed(next),
            closed(next),
            next.about().id(),
            next.about().tenant().value(),
            before.version())
        == 1;
  }

  private record Listed(long seq, OnboardingCase onboarding) {}

  @Override
  public Page list(TenantName tenant, Optional<State> state, Optional<Long> after, int limit) {
    var sql = new StringBuilder("select * from onboarding where tenant = ?");
    var arguments = new ArrayList<@Nullable Object>();
    arguments.add(tenant.value());
    state.ifPresent(only -> {
      sql.append(" and state = ?");
      arguments.add(only);
    });
    after.ifPresent(seq -> {
      sql.append(" and seq < ?");
      arguments.add(seq);
    });
    sql.append(" order by seq desc limit ").append(limit + 1);
    var rows =
        jdbc.query(
            sql.toString(), row -> new Listed(row.number("seq"), read(row)), arguments.toArray());
    boolean more = rows.size() > limit;
    var page = more ? rows.subList(0, limit) : rows;
    return new Page(
        page.stream().map(Listed::onboarding).toList(),
        more ? Optional.of(page.getLast().seq()) : Optional.empty());
  }

  @Override
  public List<Place> unfinished(long after, int limit) {
    return jdbc.query(
        """
        select seq, tenant, id from onboarding
        where seq > ? and state in ('OPEN', 'UNDOING') order by seq limit ?\
        """,
        row -> new Place(row.number("seq"), new TenantName(row.text("tenant")), row.text("id")),
        after,
        limit);
  }

  @Override
  public int sweep(Instant now) {
    // Also what was never closed, as its tenant is gone: claims are not kept for ever.
    return jdbc.update(
        "delete from onboarding where closed <= ? or created <= ?",
        now.minus(REMEMBERED),
        now.minus(REMEMBERED).minus(OnboardingCase.LIFETIME));
  }

  private Bytes sealed(OnboardingCase onboarding) {
    return secret.seal(onboarding.about().id(), "", OnboardingText.write(onboarding));
  }

  private OnboardingCase read(Jdbc.Row row) throws SQLException {
    var id = row.text("id");
    var text =
        secret
            .open(id, "", row.bytes("sealed_case"))
            .orElseThrow(() -> new SQLException("onboarding.sealed_case has another secret"));
    return OnboardingText.read(
        id, new TenantName(row.text("tenant")), State.valueOf(row.text("state")), text);
  }

  private static @Nullable Instant closed(OnboardingCase onboarding) {
    return switch (onboarding) {
      case OnboardingCase.Open _, OnboardingCase.Undoing _ -> null;
      case OnboardingCase.Completed completed -> completed.at();
      case OnboardingCase.Withdrawn withdrawn -> withdrawn.at();
      case OnboardingCase.Lapsed lapsed -> lapsed.at();
    };
  }
}
