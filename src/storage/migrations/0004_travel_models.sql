-- How travel in territories is estimated, as it was last held against planned days.
CREATE TABLE travel_models (
    org_id uuid PRIMARY KEY REFERENCES organisations,
    model jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users
);
