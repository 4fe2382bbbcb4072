-- Whom a schedule's reports are meant for, as printed on their covers: who gets
-- them by it may be others than those of the same kind by another. NULL: as the
-- organisation, or the template, has it.
ALTER TABLE schedule ADD readers text CHECK(readers<>'');
