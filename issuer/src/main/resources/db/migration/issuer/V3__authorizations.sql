-- Who may take an offer up after showing a credential: a keyed hash of the holder's DID. Null where the code in the offer suffices.
alter table issuance add column holder_mark varchar(64);
create index issuance_holders on issuance (tenant, holder_mark, vct);

-- One row an authorization request, from PAR to the code's end. It names a wallet, and nobody.
create table authorization_request (
  id varchar(64) primary key,
  tenant varchar(63) not null,
  state varchar(16) not null,
  client_id varchar(512) not null,
  client_shown boolean not null,
  redirect_uri varchar(2048) not null,
  client_state varchar(1024),
  code_challenge varchar(64) not null,
  vct varchar(200) not null,
  details boolean not null,
  asked_issuance varchar(32),
  dpop_key varchar(64),
  browser varchar(64),
  login varchar(128),
  login_link varchar(4096),
  issuance varchar(32),
  code varchar(64),
  expires timestamp with time zone not null
);
create unique index authorization_code on authorization_request (code);
create index authorization_expires on authorization_request (expires);
