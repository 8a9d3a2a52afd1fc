-- Past queries: how many photos answered, and which queries a person wants to keep. FORMAT.md explains the columns.

ALTER TABLE queries ADD COLUMN best INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queries ADD COLUMN maybe INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queries ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1));
CREATE INDEX queries_by_recording ON queries (recording_id) WHERE recording_id IS NOT NULL;
