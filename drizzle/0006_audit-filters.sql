CREATE TABLE "audit_cuts" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"key_id" text NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "result" text GENERATED ALWAYS AS (case
  when action ~ '(\.|-)started$|-requested$|\.called$' then 'INTENT'
  when action ~ '\.refused$' or detail ~ '"outcome":"REFUS(ED|AL)"|"allowed":false' then 'REFUSED'
  when detail ~ '"(code|outcome|state)":"CANCELLED"' then 'CANCELLED'
  when action ~ '-failed$|-violation$' or detail ~ '"(outcome|state)":"FAIL|"ok":false' then 'FAILED'
  else 'DONE' end) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_events_actor" ON "audit_events" USING btree ("actor_id","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_connection" ON "audit_events" USING btree ("connection_id","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_action" ON "audit_events" USING btree ("action","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_at" ON "audit_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_events_words" ON "audit_events" USING gin (to_tsvector('simple', regexp_replace(left(action || ' ' || detail, 100000), '\\.|[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]+', ' ', 'g'))) WITH (fastupdate=false);