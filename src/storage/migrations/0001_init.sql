-- The records of a geographic CRM. Conventions: id is a UUIDv7 made by the service; every table
-- carries org_id and no query crosses it; version is the optimistic lock; deleted_at is the soft
-- delete; coordinates are WGS84 degrees, longitude first; money is numeric(18,4) in the
-- organisation's currency unless a row names its own; enumerations are stable codes.

CREATE TABLE organisations (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    country char(2) NOT NULL,
    currency char(3) NOT NULL,
    time_zone text NOT NULL,
    is_demo boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
);

CREATE TABLE users (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    email text NOT NULL CHECK (email = lower(email)),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    role text NOT NULL CHECK (role IN ('admin', 'manager', 'rep', 'marketing', 'read_only')),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
    locale text NOT NULL DEFAULT 'en' CHECK (locale IN ('en', 'ko')),
    time_zone text NOT NULL,
    phone text,
    manager_id uuid REFERENCES users,
    password_hash text NOT NULL,
    -- the working day that route plans start from
    home_lng double precision,
    home_lat double precision,
    home_address text,
    work_start time NOT NULL DEFAULT '09:00',
    work_end time NOT NULL DEFAULT '17:30',
    work_days smallint[] NOT NULL DEFAULT '{1,2,3,4,5}',
    break_start time,
    break_minutes smallint NOT NULL DEFAULT 0 CHECK (break_minutes BETWEEN 0 AND 240),
    max_visits smallint NOT NULL DEFAULT 15 CHECK (max_visits BETWEEN 1 AND 100),
    vehicle_profile text NOT NULL DEFAULT 'car' CHECK (vehicle_profile IN ('car', 'van', 'bicycle', 'foot')),
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1,
    CHECK ((home_lng IS NULL) = (home_lat IS NULL))
);
CREATE UNIQUE INDEX users_email ON users (email);
CREATE INDEX users_org ON users (org_id);

CREATE TABLE teams (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1,
    UNIQUE (org_id, name)
);

CREATE TABLE team_members (
    org_id uuid NOT NULL REFERENCES organisations,
    team_id uuid NOT NULL REFERENCES teams ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    PRIMARY KEY (team_id, user_id)
);
CREATE INDEX team_members_user ON team_members (user_id);

CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    csrf_token text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ip text,
    user_agent text
);
CREATE INDEX sessions_user ON sessions (user_id);

-- Failed sign-ins, for the brute-force limit; subject is 'email:<hash>' or 'ip:<address>'.
CREATE TABLE sign_in_failures (
    subject text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_failures_subject ON sign_in_failures (subject, at);

CREATE TABLE alignments (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    state text NOT NULL DEFAULT 'planning' CHECK (state IN ('planning', 'active', 'archived')),
    valid_from date,
    brief jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz
);
CREATE UNIQUE INDEX alignments_one_active ON alignments (org_id) WHERE state = 'active' AND deleted_at IS NULL;

CREATE TABLE territories (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    alignment_id uuid NOT NULL REFERENCES alignments ON DELETE CASCADE,
    code text,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    -- index into the twelve category colours of the web app
    color smallint NOT NULL DEFAULT 0 CHECK (color BETWEEN 0 AND 11),
    -- GeoJSON MultiPolygon
    geom jsonb NOT NULL,
    built_from text NOT NULL DEFAULT 'drawn' CHECK (built_from IN ('admin_units', 'drawn', 'grid', 'postcodes')),
    member_units text[] NOT NULL DEFAULT '{}',
    owner_id uuid REFERENCES users,
    metrics jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX territories_alignment ON territories (alignment_id);

CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
    legal_name text,
    kind text NOT NULL DEFAULT 'business' CHECK (kind IN ('business', 'person', 'public', 'branch')),
    parent_id uuid REFERENCES accounts,
    lifecycle text NOT NULL DEFAULT 'prospect'
        CHECK (lifecycle IN ('prospect', 'lead', 'customer', 'lapsed', 'lost', 'excluded')),
    lifecycle_changed_at timestamptz NOT NULL DEFAULT now(),
    tier text CHECK (tier IN ('A', 'B', 'C', 'D')),
    -- what kind of business, as a place category code such as 'amenity.cafe'
    category text,
    registration_no text,
    employees integer CHECK (employees >= 0),
    website text,
    phone text,
    email text,
    owner_id uuid REFERENCES users,
    -- manual: someone chose the owner; territory: follows the territory's owner
    owner_source text NOT NULL DEFAULT 'territory' CHECK (owner_source IN ('territory', 'manual')),
    team_id uuid REFERENCES teams,
    territory_id uuid REFERENCES territories ON DELETE SET NULL,
    territory_source text NOT NULL DEFAULT 'polygon' CHECK (territory_source IN ('polygon', 'manual', 'rule')),
    value_12m numeric(18, 4) NOT NULL DEFAULT 0,
    potential_value numeric(18, 4) NOT NULL DEFAULT 0,
    visit_interval_days integer CHECK (visit_interval_days BETWEEN 1 AND 3650),
    visit_duration_min integer NOT NULL DEFAULT 30 CHECK (visit_duration_min BETWEEN 1 AND 1440),
    visit_priority integer NOT NULL DEFAULT 50 CHECK (visit_priority BETWEEN 0 AND 100),
    last_visit_at timestamptz,
    -- last visit plus interval; a date in the site's time zone, kept by the service
    next_due_on date,
    access_note text,
    do_not_visit boolean NOT NULL DEFAULT false,
    note text,
    -- how the account came here: 'manual', 'import', 'osm'
    source text NOT NULL DEFAULT 'manual',
    external_ids jsonb NOT NULL DEFAULT '{}',
    custom jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz
);
CREATE INDEX accounts_org ON accounts (org_id, id);
CREATE INDEX accounts_territory ON accounts (territory_id);
CREATE INDEX accounts_owner ON accounts (owner_id);
-- A place of the map extract ('osm': 'node/123') becomes an account once.
CREATE UNIQUE INDEX accounts_osm ON accounts (org_id, (external_ids ->> 'osm')) WHERE external_ids ? 'osm';

CREATE TABLE sites (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    purpose text NOT NULL DEFAULT 'visit' CHECK (purpose IN ('visit', 'billing', 'delivery', 'home')),
    is_primary boolean NOT NULL DEFAULT true,
    line1 text,
    line2 text,
    city text,
    district text,
    region text,
    postal_code text,
    country char(2),
    lng double precision,
    lat double precision,
    entrance_lng double precision,
    entrance_lat double precision,
    geocode_status text NOT NULL DEFAULT 'pending'
        CHECK (geocode_status IN ('pending', 'ok', 'ambiguous', 'not_found', 'manual', 'failed')),
    geocode_precision text CHECK (geocode_precision IN ('rooftop', 'parcel', 'street', 'postcode', 'district', 'city')),
    manual_lock boolean NOT NULL DEFAULT false,
    -- OpenStreetMap opening_hours syntax
    opening_hours text,
    time_zone text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1,
    CHECK ((lng IS NULL) = (lat IS NULL)),
    CHECK (lng BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90)
);
CREATE INDEX sites_account ON sites (account_id);
CREATE UNIQUE INDEX sites_one_primary ON sites (account_id) WHERE is_primary;

CREATE TABLE contacts (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    full_name text NOT NULL CHECK (length(full_name) BETWEEN 1 AND 200),
    family_name text,
    given_name text,
    title text,
    department text,
    role text CHECK (role IN ('decision_maker', 'influencer', 'user', 'gatekeeper')),
    email text,
    phone text,
    language text,
    do_not_call boolean NOT NULL DEFAULT false,
    note text,
    is_primary boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz
);
CREATE INDEX contacts_account ON contacts (account_id);
CREATE INDEX contacts_org ON contacts (org_id, id);

CREATE TABLE routes (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    user_id uuid NOT NULL REFERENCES users,
    on_date date NOT NULL,
    status text NOT NULL DEFAULT 'planned' CHECK (status IN ('draft', 'planned', 'started', 'finished')),
    time_zone text NOT NULL,
    shift_start timestamptz NOT NULL,
    shift_end timestamptz NOT NULL,
    start_lng double precision NOT NULL,
    start_lat double precision NOT NULL,
    end_lng double precision NOT NULL,
    end_lat double precision NOT NULL,
    vehicle_profile text NOT NULL DEFAULT 'car',
    departs_at timestamptz NOT NULL,
    returns_at timestamptz NOT NULL,
    distance_m integer NOT NULL,
    travel_s integer NOT NULL,
    service_s integer NOT NULL,
    wait_s integer NOT NULL,
    -- GeoJSON LineString along the roads
    geometry jsonb NOT NULL,
    -- [{account_id, reason, ...}] of the visits that did not fit
    unserved jsonb NOT NULL DEFAULT '[]',
    -- the request that made it, with seed and engine, so that it can be repeated
    brief jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz
);
CREATE INDEX routes_user ON routes (org_id, user_id, on_date);

CREATE TABLE route_stops (
    route_id uuid NOT NULL REFERENCES routes ON DELETE CASCADE,
    seq smallint NOT NULL,
    org_id uuid NOT NULL REFERENCES organisations,
    account_id uuid NOT NULL REFERENCES accounts,
    site_id uuid NOT NULL REFERENCES sites,
    activity_id uuid,
    arrives_at timestamptz NOT NULL,
    starts_at timestamptz NOT NULL,
    leaves_at timestamptz NOT NULL,
    wait_s integer NOT NULL,
    -- [[from, to], ...] instants of the day in which the site may be visited
    windows jsonb NOT NULL DEFAULT '[]',
    leg_distance_m integer NOT NULL,
    leg_s integer NOT NULL,
    is_fixed boolean NOT NULL DEFAULT false,
    reason text,
    PRIMARY KEY (route_id, seq)
);

CREATE TABLE activities (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    type text NOT NULL CHECK (type IN ('visit', 'call', 'meeting', 'email', 'message', 'task', 'note', 'survey')),
    subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 300),
    account_id uuid REFERENCES accounts ON DELETE CASCADE,
    contact_id uuid REFERENCES contacts,
    owner_id uuid REFERENCES users,
    status text NOT NULL DEFAULT 'planned'
        CHECK (status IN ('planned', 'confirmed', 'in_progress', 'done', 'missed', 'cancelled')),
    planned_start timestamptz,
    planned_end timestamptz,
    actual_start timestamptz,
    actual_end timestamptz,
    due_on date,
    priority integer NOT NULL DEFAULT 50,
    outcome_code text CHECK (outcome_code IN
        ('order', 'offer_requested', 'follow_up', 'no_contact', 'closed', 'refused', 'information')),
    summary text,
    next_step text,
    next_step_on date,
    -- the extension for visits
    site_id uuid REFERENCES sites,
    check_in_at timestamptz,
    check_in_lng double precision,
    check_in_lat double precision,
    check_in_accuracy_m double precision,
    check_in_distance_m double precision,
    check_in_verdict text CHECK (check_in_verdict IN ('verified', 'outside', 'unverified', 'manual')),
    check_out_at timestamptz,
    -- offline idempotency
    client_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz,
    CHECK (planned_end >= planned_start)
);
CREATE INDEX activities_account ON activities (account_id, planned_start);
CREATE INDEX activities_owner ON activities (org_id, owner_id, planned_start);
CREATE UNIQUE INDEX activities_client ON activities (org_id, client_id) WHERE client_id IS NOT NULL;
ALTER TABLE route_stops ADD FOREIGN KEY (activity_id) REFERENCES activities ON DELETE SET NULL;

CREATE TABLE tags (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    color smallint NOT NULL DEFAULT 0 CHECK (color BETWEEN 0 AND 11),
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX tags_name ON tags (org_id, lower(name));

CREATE TABLE account_tags (
    org_id uuid NOT NULL REFERENCES organisations,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    tag_id uuid NOT NULL REFERENCES tags ON DELETE CASCADE,
    PRIMARY KEY (account_id, tag_id)
);
CREATE INDEX account_tags_tag ON account_tags (tag_id);

CREATE TABLE snapshots (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    area jsonb NOT NULL,
    filter jsonb,
    taken_at timestamptz NOT NULL,
    index_version bigint NOT NULL,
    -- figures and cells as they were; a saved snapshot never changes
    metrics jsonb NOT NULL,
    member_ids uuid[] NOT NULL,
    created_by uuid NOT NULL REFERENCES users,
    deleted_at timestamptz
);
CREATE INDEX snapshots_org ON snapshots (org_id, taken_at);

-- Append-only history of every record.
CREATE TABLE audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    at timestamptz NOT NULL DEFAULT now(),
    actor_id uuid REFERENCES users,
    via text NOT NULL DEFAULT 'session' CHECK (via IN ('session', 'import', 'job', 'cli')),
    request_id text,
    object text NOT NULL,
    object_id uuid NOT NULL,
    action text NOT NULL CHECK (action IN ('create', 'update', 'delete', 'restore', 'export', 'sign_in', 'sign_out')),
    -- {"field": [before, after], ...}
    diff jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_object ON audit_log (org_id, object, object_id, id);

-- What the market index follows. One row per changed account, written in the changing transaction.
CREATE TABLE change_feed (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    object text NOT NULL,
    object_id uuid NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    user_id uuid NOT NULL REFERENCES users,
    kind text NOT NULL,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    -- 0 to 1
    progress real NOT NULL DEFAULT 0,
    result jsonb,
    problem jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz
);
CREATE INDEX jobs_user ON jobs (org_id, user_id, created_at);
