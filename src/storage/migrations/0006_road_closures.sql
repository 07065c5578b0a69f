-- Roads that an organisation's vehicles do not use, or only slowly, for a while.
CREATE TABLE road_closures (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    -- [{name, pieces: [{way, from, to}], line: [[lng, lat]]}]
    stretches jsonb NOT NULL,
    one_way boolean NOT NULL DEFAULT false,
    -- NULL: closed
    speed_kmh real CHECK (speed_kmh > 0),
    profiles text[] NOT NULL,
    -- Both days belong to it; NULL is without end.
    starts_on date,
    ends_on date CHECK (ends_on >= starts_on),
    note text,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX road_closures_of_organisation ON road_closures (org_id);
