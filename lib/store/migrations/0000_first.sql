CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE SEQUENCE "public"."queue_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "attempt_sums" (
	"span" text DEFAULT 'added' NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"count" bigint NOT NULL,
	"provider" text NOT NULL,
	"kind" text NOT NULL,
	"late" boolean NOT NULL,
	"doubled" boolean NOT NULL,
	"receipt_delivered" boolean,
	"receipt_bucket" integer,
	CONSTRAINT "attempt_sums_span_known" CHECK (span in ('added', 'minute', 'hour', 'day'))
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"packet_id" text COLLATE "C" NOT NULL,
	"number" integer NOT NULL,
	"provider" text NOT NULL,
	"kind" text,
	"late" boolean NOT NULL,
	"doubled" boolean NOT NULL,
	"receipt_delivered" boolean,
	"receipt_ms" bigint,
	"receipt_bucket" integer,
	"followed" boolean NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "attempts_packet_id_number_pk" PRIMARY KEY("packet_id","number"),
	CONSTRAINT "attempts_kind_known" CHECK (kind in ('confirmed', 'refused', 'silent', 'rejected', 'unreachable', 'abandoned'))
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"who" text COLLATE "C",
	"action" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" GENERATED ALWAYS AS (split_part(action, '.', 1)) STORED NOT NULL,
	"subject" text COLLATE "C",
	"subject_name" text COLLATE "C",
	"reason" text,
	"parameters" jsonb,
	"via" text NOT NULL,
	"address" text,
	"forwarded_for" text,
	"result" text COLLATE "C" DEFAULT 'UNKNOWN' NOT NULL,
	"made" text COLLATE "C",
	"code" text,
	"detail" text,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "audit_via_known" CHECK (via in ('page', 'command-line', 'api')),
	CONSTRAINT "audit_result_known" CHECK (result in ('UNKNOWN', 'DONE', 'LATER', 'REFUSED', 'FAILED'))
);
--> statement-breakpoint
CREATE TABLE "batch_faults" (
	"batch_id" text COLLATE "C" NOT NULL,
	"line" integer NOT NULL,
	"number" integer NOT NULL,
	"field" text,
	"code" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "batch_faults_batch_id_line_number_pk" PRIMARY KEY("batch_id","line","number")
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text,
	"options" jsonb NOT NULL,
	"state" text NOT NULL,
	"changes" integer DEFAULT 0 NOT NULL,
	"told" integer DEFAULT 0 NOT NULL,
	"trouble" text,
	"stop_reason" text,
	"repeats" text COLLATE "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"uploaded_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"counts" jsonb,
	CONSTRAINT "batches_state_known" CHECK (state in ('UPLOADING', 'RUNNING', 'PAUSED', 'STOPPING', 'STOPPED', 'COMPLETED', 'REFUSED'))
);
--> statement-breakpoint
CREATE TABLE "broker_consumers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"report" jsonb NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bulk_actions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"action" text NOT NULL,
	"filter" jsonb,
	"reason" text NOT NULL,
	"who" text,
	"per_second" integer NOT NULL,
	"even_if_delivered" boolean DEFAULT false NOT NULL,
	"undoes" text COLLATE "C",
	"fingerprint" text NOT NULL,
	"count" integer NOT NULL,
	"left_out" jsonb NOT NULL,
	"state" text NOT NULL,
	"changes" integer DEFAULT 1 NOT NULL,
	"told" integer DEFAULT 0 NOT NULL,
	"stop_reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "bulk_actions_action_known" CHECK (action in ('cancel', 'send-again')),
	CONSTRAINT "bulk_actions_state_known" CHECK (state in ('RUNNING', 'PAUSED', 'STOPPED', 'COMPLETED'))
);
--> statement-breakpoint
CREATE TABLE "bulk_items" (
	"bulk_id" text COLLATE "C" NOT NULL,
	"number" integer NOT NULL,
	"packet_id" text COLLATE "C" NOT NULL,
	"result" text DEFAULT 'WAITING' NOT NULL,
	"code" text,
	"detail" text,
	"at" timestamp (3) with time zone,
	CONSTRAINT "bulk_items_bulk_id_number_pk" PRIMARY KEY("bulk_id","number"),
	CONSTRAINT "bulk_items_result_known" CHECK (result in ('WAITING', 'ASKED', 'DONE', 'REFUSED', 'FAILED', 'LEFT'))
);
--> statement-breakpoint
CREATE TABLE "directory" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"state" jsonb NOT NULL,
	CONSTRAINT "directory_one" CHECK (id = 1)
);
--> statement-breakpoint
CREATE TABLE "directory_changes" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "directory_changes_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"provider" text,
	"kind" text NOT NULL,
	"who" text,
	"reason" text NOT NULL,
	"change" jsonb NOT NULL,
	CONSTRAINT "directory_changes_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "endings_feed" (
	"single" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "endings_feed_single" CHECK (single)
);
--> statement-breakpoint
CREATE TABLE "hand_overs" (
	"packet_id" text COLLATE "C" NOT NULL,
	"attempt" integer NOT NULL,
	"provider" text NOT NULL,
	"begun_at" timestamp (3) with time zone,
	"leased_until" timestamp (3) with time zone,
	"answer" jsonb,
	CONSTRAINT "hand_overs_packet_id_attempt_provider_pk" PRIMARY KEY("packet_id","attempt","provider")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"single" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" text DEFAULT gen_random_uuid()::text NOT NULL,
	"high_water" bigint DEFAULT 0 NOT NULL,
	"raised_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "installation_single" CHECK (single)
);
--> statement-breakpoint
CREATE TABLE "intakes" (
	"process" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"up_since" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "notifications_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"receiver_id" text NOT NULL,
	"packet_id" text COLLATE "C",
	"batch_id" text COLLATE "C",
	"type" text NOT NULL,
	"url" text NOT NULL,
	"facts" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'WAITING' NOT NULL,
	"next_try_at" timestamp (3) with time zone NOT NULL,
	"retry_until" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"tries" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"look_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notifications_type_known" CHECK (type in ('packet.delivered', 'packet.failed', 'packet.doubled', 'batch.completed', 'view.alert', 'view.alert-over')),
	CONSTRAINT "notifications_state_known" CHECK (state in ('WAITING', 'TOLD', 'GIVEN_UP'))
);
--> statement-breakpoint
CREATE TABLE "packet_sums" (
	"span" text DEFAULT 'added' NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"count" bigint NOT NULL,
	"status" text NOT NULL,
	"failed_over" boolean NOT NULL,
	"by_first" boolean NOT NULL,
	CONSTRAINT "packet_sums_span_known" CHECK (span in ('added', 'minute', 'hour', 'day'))
);
--> statement-breakpoint
CREATE TABLE "packet_words" (
	"packet_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"words" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "packets" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"source" text COLLATE "C" NOT NULL,
	"destination" text COLLATE "C" NOT NULL,
	"source_key" text COLLATE "C" NOT NULL,
	"destination_key" text COLLATE "C" NOT NULL,
	"contents" "bytea",
	"contents_erased_at" timestamp (3) with time zone,
	"erase_reason" text,
	"content_type" text NOT NULL,
	"content_bytes" integer NOT NULL,
	"max_attempts" integer NOT NULL,
	"receipt_timeout_ms" integer,
	"expires_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"batch_id" text COLLATE "C",
	"batch_line" integer,
	"repeats" text COLLATE "C",
	"notify_url" text,
	"ordering_key" text COLLATE "C",
	"queue_number" bigint,
	"hold_on_failure" boolean DEFAULT false NOT NULL,
	"released_at" timestamp (3) with time zone,
	"priority" smallint DEFAULT 3 NOT NULL,
	"fairness_key" text COLLATE "C",
	"key_hash" text,
	"fingerprint" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"trace" text,
	"owner" text COLLATE "C" NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL,
	"offered_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"claimed_at" timestamp (3) with time zone,
	"run_id" text,
	"cancel_asked_at" timestamp (3) with time zone,
	"cancel_by" jsonb,
	"cancel_untold" boolean DEFAULT false NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"receipts_taken" integer DEFAULT 0 NOT NULL,
	"status" text NOT NULL,
	"ledger" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"settling_until" timestamp (3) with time zone,
	"current_provider" text,
	"providers" text[] DEFAULT '{}' NOT NULL,
	"flags" text[] DEFAULT '{}' NOT NULL,
	"duplicates" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"rank" timestamp (3) with time zone GENERATED ALWAYS AS (coalesce(ended_at, case when status in ('SCHEDULED', 'QUEUED') then created_at else 'infinity'::timestamptz end)) STORED NOT NULL,
	"resting" text GENERATED ALWAYS AS (case when ended_at is not null or status in ('SCHEDULED', 'QUEUED') then status end) STORED,
	"failed_over" boolean GENERATED ALWAYS AS (ended_at is not null and cardinality(providers) > 1) STORED NOT NULL,
	CONSTRAINT "packets_status_known" CHECK (status in ('SCHEDULED', 'QUEUED', 'ROUTING', 'TRANSMITTING', 'DELIVERED', 'NO_ROUTE', 'EXHAUSTED', 'EXPIRED', 'FAILED', 'CANCELED'))
);
--> statement-breakpoint
CREATE TABLE "provider_turns" (
	"provider" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "queue_holds" (
	"ordering_key" text COLLATE "C" PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"held_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "receipts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"provider" text NOT NULL,
	"webhook_id" text COLLATE "C" NOT NULL,
	"packet_id" text COLLATE "C" NOT NULL,
	"attempt" integer NOT NULL,
	"delivered" boolean NOT NULL,
	"reason" text,
	"provider_reference" text,
	"digest" text NOT NULL,
	"excerpt" text NOT NULL,
	"key" text NOT NULL,
	"key_age" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"result" text NOT NULL,
	"kept_reason" text,
	"untold" boolean NOT NULL,
	"stored_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "receivers" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"url" text NOT NULL,
	"topic" text DEFAULT 'packets' NOT NULL,
	"source" text COLLATE "C",
	"secret" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_told_at" timestamp (3) with time zone,
	"failing_since" timestamp (3) with time zone,
	"last_failure" text,
	"disabled_at" timestamp (3) with time zone,
	"disabled_reason" text,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "receivers_kind_known" CHECK (kind in ('subscription', 'host')),
	CONSTRAINT "receivers_topic_known" CHECK (topic in ('packets', 'alerts'))
);
--> statement-breakpoint
CREATE TABLE "recurrences" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"submission" jsonb NOT NULL,
	"timing" jsonb NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL,
	"untold" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refused_sums" (
	"span" text DEFAULT 'added' NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"count" bigint NOT NULL,
	"reason" text NOT NULL,
	"provider" text,
	CONSTRAINT "refused_sums_span_known" CHECK (span in ('added', 'minute', 'hour', 'day'))
);
--> statement-breakpoint
CREATE TABLE "self_tests" (
	"id" text PRIMARY KEY NOT NULL,
	"workflow_id" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"facts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "untold_endings" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "untold_endings_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"packet_id" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "views" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"filter" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"alert_at_least" integer,
	"alerting_since" timestamp (3) with time zone,
	"alert_held_at" timestamp (3) with time zone,
	"alert_look_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"identity" text COLLATE "C" PRIMARY KEY NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"directory_age_ms" integer,
	"clock_ahead_ms" double precision NOT NULL,
	"clock_within_ms" double precision NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_packet_id_packets_id_fk" FOREIGN KEY ("packet_id") REFERENCES "public"."packets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_faults" ADD CONSTRAINT "batch_faults_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_items" ADD CONSTRAINT "bulk_items_bulk_id_bulk_actions_id_fk" FOREIGN KEY ("bulk_id") REFERENCES "public"."bulk_actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hand_overs" ADD CONSTRAINT "hand_overs_packet_id_packets_id_fk" FOREIGN KEY ("packet_id") REFERENCES "public"."packets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_receiver_id_receivers_id_fk" FOREIGN KEY ("receiver_id") REFERENCES "public"."receivers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_packet_id_packets_id_fk" FOREIGN KEY ("packet_id") REFERENCES "public"."packets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "packet_words" ADD CONSTRAINT "packet_words_packet_id_packets_id_fk" FOREIGN KEY ("packet_id") REFERENCES "public"."packets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "packets" ADD CONSTRAINT "packets_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "untold_endings" ADD CONSTRAINT "untold_endings_packet_id_packets_id_fk" FOREIGN KEY ("packet_id") REFERENCES "public"."packets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempt_sums_span" ON "attempt_sums" USING btree ("span","at");--> statement-breakpoint
CREATE INDEX "attempts_provider" ON "attempts" USING btree ("provider","ended_at","packet_id");--> statement-breakpoint
CREATE INDEX "attempts_followed" ON "attempts" USING btree ("provider","ended_at","packet_id") WHERE followed;--> statement-breakpoint
CREATE INDEX "audit_list" ON "audit" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_who" ON "audit" USING btree ("who","at","id") WHERE who is not null;--> statement-breakpoint
CREATE INDEX "audit_action" ON "audit" USING btree ("action","at","id");--> statement-breakpoint
CREATE INDEX "audit_kind" ON "audit" USING btree ("kind","at","id");--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("subject","at","id") WHERE subject is not null;--> statement-breakpoint
CREATE INDEX "audit_subject_name" ON "audit" USING btree ("subject_name","at","id") WHERE subject_name is not null;--> statement-breakpoint
CREATE INDEX "audit_made" ON "audit" USING btree ("made","at","id") WHERE made is not null;--> statement-breakpoint
CREATE INDEX "audit_via" ON "audit" USING btree ("via","at","id");--> statement-breakpoint
CREATE INDEX "audit_result" ON "audit" USING btree ("result","at","id");--> statement-breakpoint
CREATE INDEX "batches_list" ON "batches" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "batches_untold" ON "batches" USING btree ("id") WHERE told < changes;--> statement-breakpoint
CREATE INDEX "bulk_actions_list" ON "bulk_actions" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "bulk_actions_untold" ON "bulk_actions" USING btree ("id") WHERE told < changes;--> statement-breakpoint
CREATE INDEX "bulk_actions_undoes" ON "bulk_actions" USING btree ("undoes") WHERE undoes is not null;--> statement-breakpoint
CREATE INDEX "bulk_items_result" ON "bulk_items" USING btree ("bulk_id","result","number");--> statement-breakpoint
CREATE INDEX "bulk_items_packet" ON "bulk_items" USING btree ("packet_id");--> statement-breakpoint
CREATE INDEX "bulk_items_asked" ON "bulk_items" USING btree ("packet_id") WHERE result = 'ASKED';--> statement-breakpoint
CREATE INDEX "hand_overs_leased" ON "hand_overs" USING btree ("provider") WHERE leased_until is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_packet" ON "notifications" USING btree ("packet_id","receiver_id","type");--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_batch" ON "notifications" USING btree ("batch_id","receiver_id","type") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "notifications_receiver" ON "notifications" USING btree ("receiver_id","state","next_try_at","number");--> statement-breakpoint
CREATE INDEX "notifications_look" ON "notifications" USING btree ("look_at") WHERE state = 'WAITING';--> statement-breakpoint
CREATE INDEX "packet_sums_span" ON "packet_sums" USING btree ("span","at");--> statement-breakpoint
CREATE INDEX "packet_words_parts" ON "packet_words" USING gin ("words" gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "packets_key" ON "packets" USING btree ("key_hash") WHERE key_hash is not null;--> statement-breakpoint
CREATE INDEX "packets_list" ON "packets" USING btree ("rank","created_at","id");--> statement-breakpoint
CREATE INDEX "packets_resting" ON "packets" USING btree ("resting","rank","created_at","id") WHERE resting is not null;--> statement-breakpoint
CREATE INDEX "packets_due" ON "packets" USING btree ("due_at","id") WHERE resting = 'SCHEDULED';--> statement-breakpoint
CREATE INDEX "packets_queued" ON "packets" USING btree ("batch_id","priority","batch_line") WHERE resting = 'QUEUED' and ordering_key is null;--> statement-breakpoint
CREATE INDEX "packets_in_queue" ON "packets" USING btree ("ordering_key","queue_number") WHERE resting = 'QUEUED' and ordering_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "packets_in_order" ON "packets" USING btree ("ordering_key") WHERE resting is null and ordering_key is not null;--> statement-breakpoint
CREATE INDEX "packets_closing" ON "packets" USING btree ("ordering_key") WHERE ordering_key is not null and ended_at is not null and closed_at is null;--> statement-breakpoint
CREATE INDEX "packets_holding" ON "packets" USING btree ("ordering_key") WHERE hold_on_failure and released_at is null and resting in ('NO_ROUTE', 'EXHAUSTED', 'EXPIRED', 'FAILED') and ordering_key is not null;--> statement-breakpoint
CREATE INDEX "packets_due_in_queue" ON "packets" USING btree ("due_at","queue_number") WHERE resting = 'SCHEDULED' and ordering_key is not null;--> statement-breakpoint
CREATE INDEX "packets_ordered" ON "packets" USING btree ("ordering_key","rank","created_at","id","resting") WHERE ordering_key is not null;--> statement-breakpoint
CREATE INDEX "packets_priority" ON "packets" USING btree ("priority","rank","created_at","id","resting") WHERE priority <> 3;--> statement-breakpoint
CREATE INDEX "packets_fairness" ON "packets" USING btree ("fairness_key","rank","created_at","id","resting") WHERE fairness_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "packets_batch_line" ON "packets" USING btree ("batch_id","batch_line") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "packets_batch" ON "packets" USING btree ("batch_id","rank","created_at","id","resting") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "packets_repeats" ON "packets" USING btree ("repeats","created_at") WHERE repeats is not null;--> statement-breakpoint
CREATE INDEX "packets_source" ON "packets" USING btree ("source_key","rank","created_at","id","resting");--> statement-breakpoint
CREATE INDEX "packets_destination" ON "packets" USING btree ("destination_key","rank","created_at","id","resting");--> statement-breakpoint
CREATE INDEX "packets_failed_over" ON "packets" USING btree ("rank","created_at","id","resting") WHERE failed_over;--> statement-breakpoint
CREATE INDEX "packets_created" ON "packets" USING btree ("created_at","id","resting");--> statement-breakpoint
CREATE INDEX "packets_contents" ON "packets" USING btree ("ended_at") WHERE contents is not null and closed_at is not null;--> statement-breakpoint
CREATE INDEX "packets_late" ON "packets" USING btree ("rank","created_at","id","resting") WHERE flags @> '{late}';--> statement-breakpoint
CREATE INDEX "packets_doubled" ON "packets" USING btree ("rank","created_at","id","resting") WHERE flags @> '{doubled}';--> statement-breakpoint
CREATE INDEX "packets_risk" ON "packets" USING btree ("rank","created_at","id","resting") WHERE flags @> '{risk}';--> statement-breakpoint
CREATE INDEX "packets_grace" ON "packets" USING btree ("rank","created_at","id","resting") WHERE flags @> '{grace}';--> statement-breakpoint
CREATE INDEX "packets_contradicted" ON "packets" USING btree ("rank","created_at","id","resting") WHERE flags @> '{contradicted}';--> statement-breakpoint
CREATE INDEX "packets_waiting" ON "packets" USING btree ("rank","created_at","id","resting") WHERE flags @> '{waiting}';--> statement-breakpoint
CREATE INDEX "packets_owner" ON "packets" USING btree ("owner");--> statement-breakpoint
CREATE INDEX "packets_run" ON "packets" USING btree ("run_id") WHERE run_id is not null;--> statement-breakpoint
CREATE INDEX "packets_unclaimed" ON "packets" USING btree ("offered_at") WHERE claimed_at is null and closed_at is null;--> statement-breakpoint
CREATE INDEX "packets_cancel_untold" ON "packets" USING btree ("cancel_asked_at") WHERE cancel_untold and closed_at is null;--> statement-breakpoint
CREATE INDEX "packets_settling" ON "packets" USING btree ("settling_until") WHERE settling_until is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "receipts_once" ON "receipts" USING btree ("provider","webhook_id") WHERE kept_reason is distinct from 'CONTRADICTION';--> statement-breakpoint
CREATE UNIQUE INDEX "receipts_contradiction" ON "receipts" USING btree ("provider","webhook_id","digest") WHERE kept_reason = 'CONTRADICTION';--> statement-breakpoint
CREATE INDEX "receipts_attempt" ON "receipts" USING btree ("packet_id","attempt");--> statement-breakpoint
CREATE INDEX "receipts_reference" ON "receipts" USING btree ("provider_reference") WHERE provider_reference is not null;--> statement-breakpoint
CREATE INDEX "receipts_untold" ON "receipts" USING btree ("stored_at") WHERE untold;--> statement-breakpoint
CREATE INDEX "receipts_kept" ON "receipts" USING btree ("received_at","id") WHERE kept_reason is not null;--> statement-breakpoint
CREATE INDEX "receivers_source" ON "receivers" USING btree ("source") WHERE kind = 'subscription' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "recurrences_untold" ON "recurrences" USING btree ("id") WHERE untold;--> statement-breakpoint
CREATE INDEX "refused_sums_span" ON "refused_sums" USING btree ("span","at");--> statement-breakpoint
CREATE INDEX "self_tests_started" ON "self_tests" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "untold_endings_packet" ON "untold_endings" USING btree ("packet_id");--> statement-breakpoint
CREATE UNIQUE INDEX "views_name" ON "views" USING btree ("name");--> statement-breakpoint
-- Room on each page for the next states of its packets, so that they touch no index.
ALTER TABLE "packets" SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);--> statement-breakpoint
-- What `packet_sums` and `attempt_sums` add up to follows every change of what they sum, in the same transaction.
CREATE FUNCTION sum_packet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP <> 'INSERT' AND OLD.ended_at IS NOT NULL THEN
		IF TG_OP = 'UPDATE' AND OLD.ended_at = NEW.ended_at AND OLD.status = NEW.status
			AND cardinality(OLD.providers) = cardinality(NEW.providers)
			AND OLD.ledger ->> 'deliveredBy' IS NOT DISTINCT FROM NEW.ledger ->> 'deliveredBy' THEN RETURN NULL; END IF;
		INSERT INTO packet_sums (at, status, failed_over, by_first, count)
		VALUES (date_trunc('minute', OLD.ended_at), OLD.status, cardinality(OLD.providers) > 1, coalesce(OLD.ledger ->> 'deliveredBy' = '1', false), -1);
	END IF;
	IF TG_OP <> 'DELETE' AND NEW.ended_at IS NOT NULL THEN
		INSERT INTO packet_sums (at, status, failed_over, by_first, count)
		VALUES (date_trunc('minute', NEW.ended_at), NEW.status, cardinality(NEW.providers) > 1, coalesce(NEW.ledger ->> 'deliveredBy' = '1', false), 1);
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER packets_summed AFTER INSERT OR DELETE OR UPDATE OF ended_at, status ON packets FOR EACH ROW EXECUTE FUNCTION sum_packet();--> statement-breakpoint
CREATE FUNCTION sum_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP <> 'INSERT' AND OLD.kind IS NOT NULL THEN
		INSERT INTO attempt_sums (at, provider, kind, late, doubled, receipt_delivered, receipt_bucket, count)
		VALUES (date_trunc('minute', OLD.ended_at), OLD.provider, OLD.kind, OLD.late, OLD.doubled, OLD.receipt_delivered, OLD.receipt_bucket, -1);
	END IF;
	IF TG_OP <> 'DELETE' AND NEW.kind IS NOT NULL THEN
		INSERT INTO attempt_sums (at, provider, kind, late, doubled, receipt_delivered, receipt_bucket, count)
		VALUES (date_trunc('minute', NEW.ended_at), NEW.provider, NEW.kind, NEW.late, NEW.doubled, NEW.receipt_delivered, NEW.receipt_bucket, 1);
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER attempts_summed AFTER INSERT OR DELETE OR UPDATE ON attempts FOR EACH ROW EXECUTE FUNCTION sum_attempt();--> statement-breakpoint
-- Endings that a topic is to be told of, noted with the ending itself.
CREATE FUNCTION note_ending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO untold_endings (packet_id) SELECT NEW.id WHERE EXISTS (SELECT FROM endings_feed);
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER packets_ending_noted AFTER UPDATE OF ended_at, status ON packets FOR EACH ROW
	WHEN (NEW.ended_at IS NOT NULL AND (OLD.ended_at IS NULL OR OLD.status <> NEW.status)) EXECUTE FUNCTION note_ending();
--> statement-breakpoint
-- A copy of the store that is imported goes on behind the highest number that it has.
ALTER SEQUENCE queue_numbers OWNED BY packets.queue_number;
--> statement-breakpoint
-- An entry of the audit gets its result once; nothing else of it changes, and only retention takes it away.
CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND OLD.result = 'UNKNOWN' AND NEW.result <> 'UNKNOWN'
		AND (to_jsonb(OLD) - '{kind,result,made,code,detail,ended_at}'::text[]) = (to_jsonb(NEW) - '{kind,result,made,code,detail,ended_at}'::text[])
		THEN RETURN NEW; END IF;
	IF TG_OP = 'DELETE' AND current_setting('waybill.retention', true) = 'on' THEN RETURN OLD; END IF;
	RAISE EXCEPTION 'The audit is append-only.' USING ERRCODE = 'restrict_violation';
END $$;--> statement-breakpoint
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION keep_audit();--> statement-breakpoint
CREATE TRIGGER audit_not_truncated BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION keep_audit();
