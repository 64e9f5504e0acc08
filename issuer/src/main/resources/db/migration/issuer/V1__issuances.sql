-- One row a credential, from the offer to the end. What names the holder is sealed, and gone once delivered.
create table issuance (
  id varchar(32) primary key,
  seq bigint generated always as identity,
  tenant varchar(63) not null,
  request_key varchar(64) not null,
  request_hash varchar(64) not null,
  vct varchar(200) not null,
  state varchar(16) not null,
  created timestamp with time zone not null,
  validity_seconds bigint not null,
  tx_code boolean not null,
  wrong_codes integer not null,
  offer_expires timestamp with time zone not null,
  sealed_claims bytea,
  token_hash varchar(64),
  token_expires timestamp with time zone,
  identifiers boolean not null,
  list_no integer,
  list_index bigint,
  status varchar(16),
  issued timestamp with time zone,
  expires timestamp with time zone,
  credential_hash varchar(64),
  holder_key varchar(64),
  sealed_credential bytea,
  retry_until timestamp with time zone,
  closed timestamp with time zone
);
create unique index issuance_request on issuance (tenant, request_key);
create unique index issuance_token on issuance (token_hash);
create index issuance_listed on issuance (tenant, seq);
create index issuance_offers on issuance (state, offer_expires);
create index issuance_tokens on issuance (state, token_expires);
create index issuance_retries on issuance (retry_until);
create index issuance_ends on issuance (state, expires);

create table status_list (
  tenant varchar(63) not null,
  list_no integer not null,
  version bigint not null,
  primary key (tenant, list_no)
);

-- An index that was given out stays here for ever: it is never given out again.
create table status_entry (
  tenant varchar(63) not null,
  list_no integer not null,
  list_index bigint not null,
  entry_value smallint not null,
  primary key (tenant, list_no, list_index)
);
create index status_entry_set on status_entry (tenant, list_no, entry_value);

create table used_nonce (
  nonce varchar(64) primary key,
  expires timestamp with time zone not null
);
create index used_nonce_expires on used_nonce (expires);

create table used_token (
  jti varchar(128) primary key,
  expires timestamp with time zone not null
);
create index used_token_expires on used_token (expires);
