CREATE TABLE "proposal_model_requests" (
	"proposal_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"model" text NOT NULL,
	"system" text NOT NULL,
	"turns" jsonb NOT NULL,
	"tools" jsonb NOT NULL,
	CONSTRAINT "proposal_model_requests_proposal_id_position_pk" PRIMARY KEY("proposal_id","position")
);
--> statement-breakpoint
ALTER TABLE "result_sets" ADD COLUMN "summary_model" text;--> statement-breakpoint
ALTER TABLE "proposal_model_requests" ADD CONSTRAINT "proposal_model_requests_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE cascade ON UPDATE no action;