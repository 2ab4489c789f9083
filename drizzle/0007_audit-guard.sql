-- Events come in at the head of the chain only, each naming the one before it. Whoever has seen an older head is told that
-- its number is taken, as by the primary key, and may look again.
CREATE FUNCTION require_audit_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head record;
BEGIN
  SELECT sequence, hash INTO head FROM audit_events ORDER BY sequence DESC LIMIT 1;
  IF NEW.sequence <= head.sequence THEN
    RAISE EXCEPTION 'audit event % is there already', NEW.sequence
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'audit_events_pkey';
  END IF;
  IF NEW.sequence <> coalesce(head.sequence, 0) + 1 OR NEW.previous_hash <> coalesce(head.hash, repeat('0', 64)) THEN
    RAISE EXCEPTION 'audit event % does not follow the one before', NEW.sequence USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_in_order BEFORE INSERT ON "audit_events"
  FOR EACH ROW EXECUTE FUNCTION require_audit_order();
--> statement-breakpoint
CREATE TRIGGER audit_cuts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_cuts"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
--> statement-breakpoint
-- The only way by which events go, as the owner of the table: from the old end, never the head, and only what is on record.
CREATE FUNCTION cut_audit_events(up_to bigint, up_to_hash text, cut_at timestamptz, key text, signed text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  LOCK TABLE audit_events IN SHARE ROW EXCLUSIVE MODE;
  IF NOT EXISTS (SELECT FROM audit_events WHERE sequence = up_to AND hash = up_to_hash) THEN
    RAISE EXCEPTION 'there is no such audit event' USING ERRCODE = 'no_data_found';
  END IF;
  IF NOT EXISTS (SELECT FROM audit_events WHERE sequence > up_to AND action = 'audit.cut.started') THEN
    RAISE EXCEPTION 'this cut is not on record' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO audit_cuts (sequence, hash, at, key_id, signature) VALUES (up_to, up_to_hash, cut_at, key, signed);
  GRANT DELETE ON audit_events TO CURRENT_USER;
  ALTER TABLE audit_events DISABLE TRIGGER audit_events_append_only;
  DELETE FROM audit_events WHERE sequence <= up_to;
  ALTER TABLE audit_events ENABLE TRIGGER audit_events_append_only;
  REVOKE DELETE ON audit_events FROM CURRENT_USER;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION cut_audit_events FROM PUBLIC;
--> statement-breakpoint
-- From the owner too, who is the login of the app where there is only one: it could take the right back, but not by mistake.
REVOKE UPDATE, DELETE, TRUNCATE ON "audit_events", "audit_cuts" FROM PUBLIC, CURRENT_USER;
