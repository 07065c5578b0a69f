-- Fields that an organisation defines for its accounts; the values are in accounts.custom by key.
CREATE TABLE custom_fields (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organisations,
    key text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]{0,39}$'),
    label_en text NOT NULL CHECK (length(label_en) BETWEEN 1 AND 80),
    label_ko text NOT NULL CHECK (length(label_ko) BETWEEN 1 AND 80),
    type text NOT NULL CHECK (type IN ('text', 'number', 'date', 'boolean', 'choice')),
    -- [{key, label_en, label_ko}] of a choice, in the order they are shown
    choices jsonb NOT NULL DEFAULT '[]',
    position smallint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users,
    version integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX custom_fields_key ON custom_fields (org_id, key);
