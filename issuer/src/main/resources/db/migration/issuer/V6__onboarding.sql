-- One row an onboarding. Who it is about, what was looked at and what is to be issued lie sealed in
-- `sealed_case`; a version has one successor.
create table onboarding (
  id varchar(32) primary key,
  seq bigint generated always as identity,
  tenant varchar(63) not null,
  request_key varchar(64) not null,
  request_hash varchar(64) not null,
  state varchar(16) not null,
  created timestamp with time zone not null,
  version bigint not null,
  sealed_case bytea not null,
  closed timestamp with time zone
);
create unique index onboarding_request on onboarding (tenant, request_key);
create index onboarding_listed on onboarding (tenant, seq);
create index onboarding_unfinished on onboarding (state, seq);
create index onboarding_ends on onboarding (closed);
