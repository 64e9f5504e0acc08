create table member (
  party varchar(600) primary key,
  kind varchar(16) not null,
  restricted boolean not null,
  joined timestamp with time zone not null
);
-- What a verified credential said, reduced to what policies read; never the presentation.
create table fact (
  id varchar(64) primary key,
  party varchar(600) not null,
  type varchar(200) not null,
  current boolean not null,
  content text not null,
  valid_until timestamp with time zone not null
);
create index fact_party on fact (party, current);
create index fact_valid_until on fact (valid_until);
create table login (
  id varchar(64) primary key,
  state varchar(16) not null,
  binding varchar(64) not null,
  request text not null,
  login_as varchar(16),
  request_id varchar(128),
  request_uri varchar(1024),
  openid4vp varchar(2048),
  asked_until timestamp with time zone,
  session_id varchar(64),
  reason varchar(64),
  sentence varchar(500),
  expires timestamp with time zone not null
);
create index login_expires on login (expires);
create table session (
  id varchar(64) primary key,
  party varchar(600) not null,
  agent varchar(128) not null,
  fact_id varchar(64) not null,
  self boolean not null,
  machine boolean not null,
  loa int not null,
  client_id varchar(128) not null,
  authenticated timestamp with time zone not null,
  expires timestamp with time zone not null,
  ended timestamp with time zone,
  ended_because varchar(32)
);
create index session_expires on session (expires);
-- Codes and refresh tokens: only their hashes are kept.
create table grant_token (
  hash varchar(64) primary key,
  kind varchar(16) not null,
  session_id varchar(64) not null,
  request text not null,
  expires timestamp with time zone not null,
  used timestamp with time zone
);
create index grant_token_expires on grant_token (expires);
create table showing (
  id varchar(64) primary key,
  kind varchar(16) not null,
  owner varchar(600) not null,
  agent varchar(128),
  about text not null,
  request_id varchar(128) not null,
  openid4vp varchar(2048) not null,
  request_uri varchar(1024) not null,
  state varchar(16) not null,
  facts text not null,
  kb_jwt text,
  reason varchar(64),
  sentence varchar(500),
  expires timestamp with time zone not null
);
create index showing_expires on showing (expires);
create table used_token (
  jti varchar(128) primary key,
  expires timestamp with time zone not null
);
create index used_token_expires on used_token (expires);
-- Which facts an allowed decision rested on, so that a marketplace can ask whether they still stand.
create table rest (
  receipt varchar(64) primary key,
  facts text not null,
  until timestamp with time zone not null
);
create index rest_until on rest (until);
