-- Ways in: passwords and what proves a sign-in.  Tables, never events; secrets only as digests.

create table {desk}.passwords (
    account uuid primary key,
    hash text not null,
    set_at timestamptz not null default clock_timestamp()
);

create table {desk}.passes (
    digest bytea primary key,
    kind text not null check (kind in ('token', 'session')),
    account uuid not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);
create index passes_account on {desk}.passes (account);
create index passes_expiry on {desk}.passes (expires_at);

create table {desk}.attempts (
    id bigint generated always as identity primary key,
    login text not null,
    at timestamptz not null
);
create index attempts_login on {desk}.attempts (login, id);

grant usage on schema {desk} to {app};
grant select, insert, update, delete
    on {desk}.passwords, {desk}.passes, {desk}.attempts to {app};
