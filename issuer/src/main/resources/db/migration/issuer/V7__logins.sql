-- How the person of an authorization request shows who they are: by a credential, or at a provider.
alter table authorization_request add column login_way varchar(16) default 'CREDENTIAL' not null;
