-- The envelope is the truth; the columns beside it are copies, for finding it, and `verify` compares them.
CREATE TABLE events (
    position  INTEGER PRIMARY KEY,
    event_id  BLOB    NOT NULL UNIQUE,
    stream_id BLOB    NOT NULL,
    noun      TEXT    NOT NULL,
    type      TEXT    NOT NULL, -- behind a word, so that no byte before it makes it look like a name
    revision  INTEGER NOT NULL,
    recorded  INTEGER NOT NULL, -- microseconds since 1970-01-01T00:00:00Z
    chain     BLOB    NOT NULL, -- SHA-256 of the chain before and the envelope
    envelope  TEXT    NOT NULL,
    sealed    TEXT,
    UNIQUE (stream_id, noun, revision)
) STRICT;

CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never deleted');
END;

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
WHEN new.position  IS NOT old.position  OR new.event_id IS NOT old.event_id
  OR new.stream_id IS NOT old.stream_id OR new.noun     IS NOT old.noun
  OR new.revision  IS NOT old.revision  OR new.recorded IS NOT old.recorded
  OR new.type      IS NOT old.type      OR new.chain    IS NOT old.chain
  OR new.envelope  IS NOT old.envelope
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;

-- Erasing is all that may happen to what people wrote.
CREATE TRIGGER sealed_parts_only_shrink BEFORE UPDATE OF sealed ON events
WHEN new.sealed IS NOT NULL AND (old.sealed IS NULL OR length(new.sealed) >= length(old.sealed))
BEGIN
    SELECT RAISE(ABORT, 'a sealed part can only be erased');
END;
