-- What an electronic message said field by field, as a JSON object by the names of what can be read; null for none.
ALTER TABLE intake ADD COLUMN fields TEXT;
