-- What became of lines besides that they came: longer than is taken, so that the
-- head was kept; broken off with the connection; without a priority, which RFC 3164
-- and RFC 5424 both want. NULL: of an hour in which this was not counted.
ALTER TABLE message_tally
  ADD COLUMN cut bigint,
  ADD COLUMN broken bigint,
  ADD COLUMN formless bigint;

-- When all sealed segments of a journal were last read anew: each CRC, number,
-- hash and signature. Those that did not fit are counted in damaged.
ALTER TABLE journal_pos
  ADD COLUMN rechecked timestamptz,
  ADD COLUMN rechecked_segments integer;
