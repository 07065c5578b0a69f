-- What an organisation changed about the built-in ways of travelling, as one document.
CREATE TABLE vehicle_settings (
    org_id uuid PRIMARY KEY REFERENCES organisations,
    settings jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1
);
