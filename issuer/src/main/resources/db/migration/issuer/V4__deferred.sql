-- An issuance may wait for its operator or for a second pair of eyes, also when the wallet asked already.
alter table issuance add column held boolean default false not null;
alter table issuance add column released timestamp with time zone;
alter table issuance add column released_by varchar(255);
-- The public keys that a wallet proved, until its credentials are made.
alter table issuance add column holders text;

-- The keys that wallets encrypt to, one a tenant, sealed.
create table encryption_key (
  tenant varchar(63) primary key,
  sealed bytea not null
);
