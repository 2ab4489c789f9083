CREATE TABLE "model_requests" (
	"prompt_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"model" text NOT NULL,
	"system" text NOT NULL,
	"turns" jsonb NOT NULL,
	"tools" jsonb NOT NULL,
	CONSTRAINT "model_requests_prompt_id_position_pk" PRIMARY KEY("prompt_id","position")
);
--> statement-breakpoint
CREATE TABLE "model_usage" (
	"day" date NOT NULL,
	"user_id" uuid NOT NULL,
	"model" text NOT NULL,
	"requests" bigint DEFAULT 0 NOT NULL,
	"failures" bigint DEFAULT 0 NOT NULL,
	"input_tokens" bigint DEFAULT 0 NOT NULL,
	"cached_input_tokens" bigint DEFAULT 0 NOT NULL,
	"output_tokens" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "model_usage_day_user_id_model_pk" PRIMARY KEY("day","user_id","model")
);
--> statement-breakpoint
ALTER TABLE "queries" ADD COLUMN "assumptions" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "result_sets" ADD COLUMN "chart" text;--> statement-breakpoint
ALTER TABLE "model_requests" ADD CONSTRAINT "model_requests_prompt_id_prompts_id_fk" FOREIGN KEY ("prompt_id") REFERENCES "public"."prompts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_usage" ADD CONSTRAINT "model_usage_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;