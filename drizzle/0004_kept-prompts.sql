ALTER TABLE "queries" DROP CONSTRAINT "queries_prompt_id_prompts_id_fk";
--> statement-breakpoint
ALTER TABLE "result_sets" DROP CONSTRAINT "result_sets_query_id_queries_id_fk";
--> statement-breakpoint
DROP INDEX "prompts_author";--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "asked_words" text;--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "meaning" text;--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "favourite" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "title" text;--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "sharing" text;--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "shared_query_id" uuid;--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "shared_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "approved_by_id" uuid;--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "approved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "words" "tsvector" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "queries" ADD COLUMN "basis" text;--> statement-breakpoint
ALTER TABLE "queries" ADD COLUMN "reused_from_id" uuid;--> statement-breakpoint
ALTER TABLE "prompts" ADD CONSTRAINT "prompts_approved_by_id_users_id_fk" FOREIGN KEY ("approved_by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queries" ADD CONSTRAINT "queries_prompt_id_prompts_id_fk" FOREIGN KEY ("prompt_id") REFERENCES "public"."prompts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result_sets" ADD CONSTRAINT "result_sets_query_id_queries_id_fk" FOREIGN KEY ("query_id") REFERENCES "public"."queries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "prompts_words" ON "prompts" USING gin ("words");--> statement-breakpoint
CREATE INDEX "prompts_kept" ON "prompts" USING btree ("connection_id") WHERE "prompts"."favourite" or "prompts"."sharing" is not null;--> statement-breakpoint
CREATE INDEX "prompts_author" ON "prompts" USING btree ("author_id","created_at","id");--> statement-breakpoint
-- What was asked before is found as well.
UPDATE "prompts" SET "words" = array_to_tsvector(array_remove(regexp_split_to_array(lower(
  "text" || ' ' || coalesce((SELECT string_agg("sql", ' ') FROM "queries" WHERE "prompt_id" = "prompts"."id"), '')
), '[^[:alnum:]]+'), ''));
