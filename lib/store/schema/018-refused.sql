-- A device that is there and refuses us has told nothing: it neither answers
-- nor is it silent.
ALTER TABLE device_state
  ADD refused integer NOT NULL DEFAULT 0, -- polls since the last answer
  ADD refused_since timestamptz;

-- How many share the devices, as each worker knows it: those beyond are gone.
ALTER TABLE run ADD workers integer;
