-- The log: events in one gapless, chained order, and the only function that may add to it.

create table {log}.events (
    originator_id uuid not null,
    originator_version bigint not null check (originator_version > 0),
    topic text not null,
    state bytea not null check (octet_length(state) <= 262144),
    notification_id bigint not null check (notification_id > 0),
    hash bytea not null check (octet_length(hash) = 32),
    primary key (originator_id, originator_version)
) with (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);

-- Ciphers do not compress, and trying costs a third of an append.
alter table {log}.events alter column state set storage external;

create unique index events_position on {log}.events (notification_id);

create table {log}.head (
    one boolean primary key default true check (one),
    log uuid,
    kind text,
    position bigint not null default 0,
    hash bytea,
    at timestamptz not null default '0001-01-02 00:00+00'
);
insert into {log}.head default values;

create table {log}.command_keys (
    account uuid not null,
    key text not null,
    request_hash bytea not null,
    first bigint,
    last bigint,
    at timestamptz not null,
    answer jsonb not null,
    asked_at timestamptz not null default clock_timestamp(),
    primary key (account, key)
);

create function {log}.kept_for_ever() returns trigger language plpgsql as $$
begin
    raise exception 'events are kept for ever: % refused', tg_op using errcode = 'restrict_violation';
end $$;

create trigger kept_for_ever before update or delete or truncate on {log}.events
    for each statement execute function {log}.kept_for_ever();

-- Several commands share one locked transaction, each failing alone.  Events and expectations
-- name their command by number and come in the order of commands.  A state comes without its
-- first member: `at` is put in here, from this clock (a caller's only in a demo or test log).
create function {log}.append(
    accounts uuid[], keys text[], request_hashes bytea[], answers jsonb[],
    event_of int[], streams uuid[], versions bigint[], topics text[], states bytea[],
    ats timestamptz[],
    expect_of int[], expect_streams uuid[], expect_versions bigint[]
) returns table (
    outcome text, first bigint, last bigint, at timestamptz, answer jsonb,
    stream uuid, version bigint
) language plpgsql security definer
set search_path = {log}, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    _head head%rowtype;
    _known command_keys%rowtype;
    _before bigint;
    _now timestamptz;
    _e int := 1;
    _x int := 1;
    _events int := coalesce(cardinality(event_of), 0);
    _expects int := coalesce(cardinality(expect_of), 0);
    _actual bigint;
    _stream uuid;
    _version bigint;
    _row bytea;
    _topic bytea;
begin
    if _events > 20000 then
        raise exception 'at most 20000 events at once' using errcode = 'program_limit_exceeded';
    end if;
    perform pg_advisory_xact_lock(hashtextextended({lock}, 42));
    select * into strict _head from head;
    _before := _head.position;
    _now := greatest(clock_timestamp(), _head.at);

    for _c in 1 .. cardinality(keys) loop
        outcome := 'recorded'; first := null; last := null; at := null; answer := null;
        stream := null; version := null;

        select * into _known from command_keys k where k.account = accounts[_c] and k.key = keys[_c];
        if found then
            if _known.request_hash = request_hashes[_c] then
                outcome := 'duplicate'; first := _known.first; last := _known.last;
                at := _known.at; answer := _known.answer;
            else
                outcome := 'key_reused';
            end if;
        end if;

        while _x <= _expects and expect_of[_x] = _c loop
            if outcome = 'recorded' then
                if expect_streams[_x] = '00000000-0000-0000-0000-000000000000' then
                    _actual := _head.position;  -- the whole log: nothing was recorded since
                else
                    select coalesce(max(v.originator_version), 0) into _actual
                        from events v where v.originator_id = expect_streams[_x];
                end if;
                if _actual <> expect_versions[_x] then
                    outcome := 'conflict'; stream := expect_streams[_x]; version := _actual;
                end if;
            end if;
            _x := _x + 1;
        end loop;

        while _e <= _events and event_of[_e] = _c loop
            if outcome = 'recorded' then
                if (topics[_e] = 'log.opened') <> (_head.position = 0) then
                    raise exception 'the first event of a log, and no other, is log.opened';
                end if;
                if _head.position = 0 then
                    _row := convert_to('{{', 'UTF8') || states[_e];
                    _head.log := convert_from(_row, 'UTF8')::jsonb #>> '{{event,log}}';
                    _head.kind := convert_from(_row, 'UTF8')::jsonb #>> '{{event,kind}}';
                    _head.hash := sha256(convert_to('huiyin-log-1', 'UTF8') || uuid_send(_head.log));
                end if;
                -- After its own predecessor, or after one found in the table.
                if versions[_e] > 1
                    and (streams[_e], versions[_e] - 1) is distinct from (_stream, _version)
                    and not exists (
                        select from events v where v.originator_id = streams[_e]
                            and v.originator_version = versions[_e] - 1)
                then
                    raise exception 'no version % of stream %', versions[_e] - 1, streams[_e];
                end if;
                _stream := streams[_e];
                _version := versions[_e];
                if ats[_e] is null then
                    _head.at := greatest(_now, _head.at);
                elsif _head.kind in ('demo', 'test') then
                    _head.at := greatest(ats[_e], _head.at);
                else
                    raise exception 'a live log takes the time from the database only';
                end if;
                _head.position := _head.position + 1;
                _topic := convert_to(topics[_e], 'UTF8');
                _row := convert_to('{{"at":"' || to_char(_head.at at time zone 'UTC',
                    'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '",', 'UTF8') || states[_e];
                _head.hash := sha256(_head.hash || int8send(_head.position)
                    || uuid_send(streams[_e]) || int8send(versions[_e])
                    || int4send(octet_length(_topic)) || _topic
                    || int4send(octet_length(_row)) || _row);
                insert into events values
                    (streams[_e], versions[_e], topics[_e], _row, _head.position, _head.hash);
                first := coalesce(first, _head.position);
                last := _head.position;
                at := _head.at;
            end if;
            _e := _e + 1;
        end loop;

        if outcome = 'recorded' then
            at := coalesce(at, _now);
            answer := answers[_c];
            insert into command_keys values
                (accounts[_c], keys[_c], request_hashes[_c], first, last, at, answer);
        end if;
        return next;
    end loop;

    if _e <= _events or _x <= _expects then
        raise exception 'events and expectations must come in the order of their commands';
    end if;
    if _head.position > _before then
        update head set log = _head.log, kind = _head.kind, position = _head.position,
            hash = _head.hash, at = _head.at;
        perform pg_notify({channel}, _head.position::text);
    end if;
end $$;

-- Command keys are kept 90 days of real time, also where the log's own time is told (a demo);
-- a retry after that is a new command.
create function {log}.forget_old_keys() returns bigint language sql security definer
set search_path = {log}, pg_temp as $$
    with gone as (
        delete from command_keys where asked_at < clock_timestamp() - interval '90 days' returning 1
    ) select count(*) from gone
$$;

create table {vault}.keys (
    id uuid primary key,
    subject text not null,
    wrapped bytea,
    made_at timestamptz not null default clock_timestamp(),
    destroyed_at timestamptz,
    check ((wrapped is null) = (destroyed_at is not null))
);
create unique index keys_subject on {vault}.keys (subject) where destroyed_at is null;

revoke all on function {log}.append from public;
revoke all on function {log}.forget_old_keys from public;
grant usage on schema {log} to {app}, {reader};
grant select on {log}.events, {log}.head to {app}, {reader};
grant select on {log}.command_keys to {app};
grant execute on function {log}.append, {log}.forget_old_keys to {app};
grant usage on schema {vault} to {app};
grant select, insert on {vault}.keys to {app};
