-- Followers read the feed by transaction, each organisation by itself.
CREATE INDEX change_feed_xid ON change_feed (org_id, xid);

-- How many rows of the feed have been pruned: the index version counts them too.
CREATE TABLE change_feed_pruned (
    org_id uuid PRIMARY KEY REFERENCES organisations,
    n_pruned bigint NOT NULL
);
