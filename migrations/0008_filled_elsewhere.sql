-- What other branches took from their shelves for an order, as the ledgers of their lots tell it. Never a movement of ours.
CREATE TABLE filled_elsewhere (
  -- Of the movement.
  id TEXT PRIMARY KEY,
  -- The order may be heard of later.
  prescription_id TEXT NOT NULL,
  branch TEXT NOT NULL,
  ndc11 TEXT NOT NULL REFERENCES drug (ndc11),
  lot TEXT NOT NULL,
  expiry TEXT NOT NULL,
  -- Thousandths of the drug's unit.
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  user_id TEXT,
  at TEXT NOT NULL,
  put_back INTEGER NOT NULL CHECK (put_back IN (0, 1))
) STRICT;
CREATE INDEX filled_elsewhere_by_prescription ON filled_elsewhere (prescription_id);
-- Lots of other branches that were heard of before are gone through once.
UPDATE standing SET waits_for = '[]' WHERE topic = 'stock.movements' AND waits_for IS NULL;
