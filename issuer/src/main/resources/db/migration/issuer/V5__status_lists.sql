-- Lists of 1, 2, 4 or 8 bits, each as large as it was opened, and what they said before.
alter table status_list add column bits integer default 2 not null;
alter table status_list add column places integer default 131072 not null;
alter table status_list add column opened timestamp with time zone default current_timestamp not null;

create table status_change (
  seq bigint generated always as identity primary key,
  tenant varchar(63) not null,
  list_no integer not null,
  list_index bigint not null,
  entry_value smallint not null,
  since timestamp with time zone not null
);
create index status_change_then on status_change (tenant, list_no, since);
create index status_change_of on status_change (tenant, list_no, list_index, seq);

-- A credential that takes the place of another ends it when it is issued.
alter table issuance add column replaces varchar(32);
