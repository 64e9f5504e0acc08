create table used_token (
  jti varchar(128) primary key,
  expires timestamp with time zone not null
);

-- An act that a client asked for under an identifier of its own: the same again gets the same answer.
create table act (
  party varchar(512) not null,
  request_id varchar(64) not null,
  fingerprint varchar(64) not null,
  answer_status int not null,
  answer varchar(1000000) not null,
  made timestamp with time zone not null,
  primary key (party, request_id)
);

create table offering (
  id varchar(64) primary key,
  party varchar(512) not null,
  body varchar(100000) not null,
  receipt varchar(128) not null,
  created timestamp with time zone not null
);

-- One row a book. It is locked while the book's log grows, so that the log has no gaps and one writer.
create table book (
  id varchar(128) primary key,
  zone varchar(64) not null,
  delivery_start timestamp with time zone not null,
  currency varchar(3) not null,
  tick_micro bigint not null,
  gate_closure timestamp with time zone not null,
  last_seq bigint not null
);

create table book_log (
  book varchar(128) not null,
  seq bigint not null,
  entry varbinary(65536) not null,
  primary key (book, seq)
);

create table market_order (
  id varchar(128) primary key,
  book varchar(128) not null,
  party varchar(512) not null,
  side varchar(4) not null,
  meter_key varchar(128) not null,
  created timestamp with time zone not null
);
create index market_order_party on market_order (party, created);

-- What is offered of a metering point in an interval, over all books. The condition in the update is the
-- rule: offered + q <= ceiling.
create table reservation (
  meter_key varchar(128) not null,
  direction varchar(6) not null,
  delivery_start timestamp with time zone not null,
  offered_wh bigint not null,
  primary key (meter_key, direction, delivery_start)
);

-- What of a party's payment capability is promised.
create table fund (
  party varchar(512) not null,
  currency varchar(3) not null,
  reserved_nano bigint not null,
  primary key (party, currency)
);

create table reading (
  meter_key varchar(128) not null,
  direction varchar(6) not null,
  delivery_start timestamp with time zone not null,
  version int not null,
  wh bigint not null,
  quality varchar(16) not null,
  credential_hash varchar(64) not null,
  primary key (meter_key, direction, delivery_start, version)
);

create table settlement (
  id varchar(64) primary key,
  book varchar(128) not null unique,
  state varchar(16) not null,
  body varchar(1000000) not null,
  created timestamp with time zone not null
);

create table agreement (
  id varchar(64) primary key,
  provider varchar(512) not null,
  customer varchar(512) not null,
  state varchar(32) not null,
  terms varchar(100000) not null,
  terms_hash varchar(64) not null,
  body varchar(1000000) not null,
  created timestamp with time zone not null
);

create table kpi_report (
  agreement varchar(64) not null,
  period_start timestamp with time zone not null,
  metric varchar(64) not null,
  reporter varchar(512) not null,
  body varchar(100000) not null,
  receipt varchar(128) not null,
  primary key (agreement, period_start, metric, reporter)
);
