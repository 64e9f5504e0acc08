create table receipt (
  seq bigint generated always as identity primary key,
  id varchar(64) not null unique,
  owner varchar(600) not null,
  jws text not null,
  opened text,
  tokens text not null,
  place bigint unique
);
create table receipt_status_token (
  hash varchar(64) primary key,
  token text not null
);
create table receipt_node (
  level int not null,
  position bigint not null,
  hash varchar(64) not null,
  primary key (level, position)
);
create table receipt_log (
  name varchar(64) primary key,
  size bigint not null,
  anchored bigint not null
);
insert into receipt_log (name, size, anchored) values ('receipts', 0, 0);
create index receipt_owner on receipt (owner, seq);
