-- A token may be bound to a key (RFC 9449); a wallet may ask for several copies, and says what became of them.
alter table issuance add column dpop_key varchar(64);
alter table issuance add column copies integer default 1 not null;
alter table issuance add column notice varchar(32);
alter table issuance add column noticed timestamp with time zone;

-- The copies after the first, which is in the issuance's own row: each has its own key and its own place.
create table issuance_copy (
  issuance varchar(32) not null,
  copy_no integer not null,
  list_no integer not null,
  list_index bigint not null,
  credential_hash varchar(64) not null,
  primary key (issuance, copy_no),
  foreign key (issuance) references issuance (id) on delete cascade
);
