create table presentation_request (
  id varchar(64) primary key,
  caller varchar(512) not null,
  ask text not null,
  state varchar(16) not null,
  expires timestamp with time zone not null,
  forget timestamp with time zone not null,
  result text,
  response_code varchar(64)
);
create index presentation_request_forget on presentation_request (forget);
create index presentation_request_caller on presentation_request (caller, state);
create table used_nonce (
  nonce varchar(200) primary key,
  expires timestamp with time zone not null
);
create index used_nonce_expires on used_nonce (expires);
create table used_token (
  jti varchar(128) primary key,
  expires timestamp with time zone not null
);
create index used_token_expires on used_token (expires);
