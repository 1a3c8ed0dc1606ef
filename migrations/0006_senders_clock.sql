-- Whose clock said when a record was appended: the broker's, or that of whoever sent it, which nothing is decided by.
ALTER TABLE quarantine ADD COLUMN senders_clock INTEGER NOT NULL DEFAULT 0 CHECK (senders_clock IN (0, 1));
-- The same of the last record read of the topic.
ALTER TABLE position ADD COLUMN senders_clock INTEGER NOT NULL DEFAULT 0 CHECK (senders_clock IN (0, 1));
