-- Orders that came without a page whose text or fields the machine has gone through, whatever it found.
CREATE TABLE text_reading (
  prescription_id TEXT PRIMARY KEY REFERENCES prescription (id),
  read_at TEXT NOT NULL
) STRICT;
