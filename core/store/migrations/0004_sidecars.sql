-- When the sidecars of a photo were written last, as the last scan saw it, and as of when its metadata was read.
-- FORMAT.md explains the columns.

ALTER TABLE photos ADD COLUMN sidecar_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metadata ADD COLUMN sidecar_ns INTEGER NOT NULL DEFAULT 0;
