ALTER TABLE "audit" ADD COLUMN "subject_name" text COLLATE "C";--> statement-breakpoint
CREATE INDEX "audit_subject_name" ON "audit" USING btree ("subject_name","at","id") WHERE subject_name is not null;--> statement-breakpoint
CREATE INDEX "audit_via" ON "audit" USING btree ("via","at","id");