ALTER TABLE "connections" ADD COLUMN "allowed_functions" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "server_version" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "login_can_write" boolean;