-- The first schema. FORMAT.md explains every table and the units of every column.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- The oldest schema number whose programs may still use this file.
INSERT INTO meta VALUES ('minimum_compatible', '1');

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE folders (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    path       BLOB    NOT NULL UNIQUE,
    excludes   TEXT    NOT NULL DEFAULT '[]',
    online     INTEGER NOT NULL DEFAULT 1 CHECK (online IN (0, 1)),
    problem    TEXT    NOT NULL DEFAULT '',
    device     INTEGER NOT NULL DEFAULT 0,
    scanned_at INTEGER
) STRICT;

CREATE TABLE photos (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id    INTEGER NOT NULL REFERENCES folders ON DELETE CASCADE,
    path         BLOB    NOT NULL,
    size         INTEGER NOT NULL,
    mtime_ns     INTEGER NOT NULL,
    inode        INTEGER NOT NULL,
    sha256       BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),
    state        INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
    problem      TEXT    NOT NULL DEFAULT '',
    gone_since   INTEGER,
    stack_leader INTEGER REFERENCES photos ON DELETE SET NULL,
    stack_kind   INTEGER NOT NULL DEFAULT 0 CHECK (stack_kind BETWEEN 0 AND 2),
    UNIQUE (folder_id, path)
) STRICT;
CREATE INDEX photos_by_sha256 ON photos (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX photos_by_leader ON photos (stack_leader) WHERE stack_leader IS NOT NULL;
CREATE INDEX photos_with_problem ON photos (state) WHERE state <> 0;

CREATE TABLE metadata (
    photo_id     INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
    taken_ms     INTEGER,
    taken_offset INTEGER,
    latitude     REAL,
    longitude    REAL,
    altitude     REAL,
    places       TEXT NOT NULL DEFAULT '[]',
    camera       TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    title        TEXT NOT NULL DEFAULT '',
    description  TEXT NOT NULL DEFAULT '',
    rating       INTEGER
) STRICT;
CREATE INDEX metadata_by_taken ON metadata (taken_ms);

CREATE TABLE keywords (
    photo_id INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE,
    keyword  TEXT    NOT NULL COLLATE NOCASE,
    PRIMARY KEY (photo_id, keyword)
) STRICT, WITHOUT ROWID;
CREATE INDEX keywords_by_name ON keywords (keyword, photo_id);

CREATE TABLE people (
    photo_id INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE,
    name     TEXT    NOT NULL COLLATE NOCASE,
    x        REAL    NOT NULL,
    y        REAL    NOT NULL,
    width    REAL    NOT NULL,
    height   REAL    NOT NULL
) STRICT;
CREATE INDEX people_by_photo ON people (photo_id);
CREATE INDEX people_by_name ON people (name, photo_id);

-- Rows share their rowid with photos.id. Whoever deletes a photo deletes its row here: FTS5 tables take part in no
-- foreign key, and an untrusted schema may not use them in triggers.
CREATE VIRTUAL TABLE photo_text USING fts5(
    name, folders, title, description, keywords, places, people,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE TABLE spaces (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL UNIQUE,
    dimension  INTEGER NOT NULL CHECK (dimension > 0),
    generation INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE embeddings (
    space_id   INTEGER NOT NULL REFERENCES spaces ON DELETE CASCADE,
    photo_id   INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    vector     BLOB    NOT NULL,
    UNIQUE (space_id, photo_id)
) STRICT;
CREATE INDEX embeddings_by_photo ON embeddings (photo_id);
CREATE INDEX embeddings_by_generation ON embeddings (space_id, generation);

-- Whatever changes what a search may return counts the generation of its space up.
CREATE TRIGGER embedding_removed AFTER DELETE ON embeddings BEGIN
    UPDATE spaces SET generation = generation + 1 WHERE id = old.space_id;
END;
CREATE TRIGGER photo_state_changed AFTER UPDATE OF state ON photos WHEN old.state <> new.state BEGIN
    UPDATE spaces SET generation = generation + 1
        WHERE id IN (SELECT space_id FROM embeddings WHERE photo_id = new.id);
    UPDATE embeddings SET generation = (SELECT generation FROM spaces WHERE id = space_id) WHERE photo_id = new.id;
END;
CREATE TABLE recordings (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    file        TEXT    NOT NULL UNIQUE,
    sha256      BLOB    NOT NULL CHECK (length(sha256) = 32),
    duration    REAL    NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX recordings_by_sha256 ON recordings (sha256);

CREATE TABLE pairs (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id     INTEGER REFERENCES photos ON DELETE SET NULL,
    photo_path   TEXT    NOT NULL,
    photo_sha256 BLOB CHECK (photo_sha256 IS NULL OR length(photo_sha256) = 32),
    recording_id INTEGER REFERENCES recordings ON DELETE RESTRICT,
    heard        TEXT    NOT NULL DEFAULT '',
    corrected    TEXT,
    language     TEXT    NOT NULL DEFAULT '',
    speaker      TEXT    NOT NULL DEFAULT '',
    verdict      INTEGER NOT NULL DEFAULT 0,
    split        TEXT    NOT NULL DEFAULT '',
    lead_time    REAL    NOT NULL DEFAULT 0,
    origin       INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL,
    extra        TEXT    NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX pairs_by_photo ON pairs (photo_id);
CREATE INDEX pairs_by_photo_sha256 ON pairs (photo_sha256);
CREATE INDEX pairs_by_recording ON pairs (recording_id);

CREATE TABLE versions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    parent_id   INTEGER REFERENCES versions ON DELETE SET NULL,
    pack        TEXT    NOT NULL,
    query_space TEXT    NOT NULL,
    file        TEXT    NOT NULL UNIQUE,
    data_hash   TEXT    NOT NULL,
    settings    TEXT    NOT NULL DEFAULT '{}',
    metrics     TEXT    NOT NULL DEFAULT '{}',
    state       INTEGER NOT NULL DEFAULT 0,
    reason      TEXT    NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE queries (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    asked_at     INTEGER NOT NULL,
    text         TEXT    NOT NULL DEFAULT '',
    recording_id INTEGER REFERENCES recordings ON DELETE SET NULL,
    request      TEXT    NOT NULL DEFAULT '{}',
    outcome      INTEGER NOT NULL DEFAULT 0,
    chosen_id    INTEGER REFERENCES photos ON DELETE SET NULL
) STRICT;
CREATE INDEX queries_by_time ON queries (asked_at);
