-- Store counts the shapes of severe lines that no rule knows, as it has them at
-- hand: verify read each of them back to do so. One that store has looked at is
-- false in message.notable, and its shape was counted then.
GRANT SELECT, INSERT, UPDATE ON template, template_hour TO patchwacht_store;
