-- The file index: what was handed in, by its digest.  The bytes lie in the data folder.

create table {desk}.files (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{{64}}$'),
    size bigint not null check (size > 0),
    type text not null,
    name text not null,
    put_by uuid not null,
    put_at timestamptz not null default clock_timestamp()
);

grant select, insert on {desk}.files to {app};
