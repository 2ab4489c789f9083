DROP INDEX "connections_name";--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "sampling" jsonb DEFAULT '{"enabled":true,"never":[],"always":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "target_changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "connections_name" ON "connections" USING btree (lower("name")) WHERE "connections"."deleted_at" is null;