CREATE TABLE `invoices` (
	`id` integer PRIMARY KEY NOT NULL,
	`school_id` integer NOT NULL,
	`number` text NOT NULL,
	`student_id` integer NOT NULL,
	`term` integer NOT NULL,
	`year` integer NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`amount_cents` integer NOT NULL,
	`balance_cents` integer NOT NULL,
	`currency` text DEFAULT 'KES' NOT NULL,
	`issued_on` text,
	`due_on` text,
	`status` text NOT NULL,
	`external_ref` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `students`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "invoices_status" CHECK(("invoices"."status" = 'open' or "invoices"."status" = 'paid' or "invoices"."status" = 'void')),
	CONSTRAINT "invoices_term" CHECK("invoices"."term" between 1 and 3),
	CONSTRAINT "invoices_amount" CHECK("invoices"."amount_cents" >= 0),
	CONSTRAINT "invoices_settled" CHECK("invoices"."status" = 'void' or ("invoices"."status" = 'open') = ("invoices"."balance_cents" > 0))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_number` ON `invoices` (`school_id`,`number`);--> statement-breakpoint
CREATE INDEX `invoices_student` ON `invoices` (`student_id`,`status`,`balance_cents`);--> statement-breakpoint
CREATE TABLE `payments` (
	`id` integer PRIMARY KEY NOT NULL,
	`school_id` integer NOT NULL,
	`student_id` integer NOT NULL,
	`invoice_id` integer,
	`amount_cents` integer NOT NULL,
	`currency` text DEFAULT 'KES' NOT NULL,
	`paid_at` integer NOT NULL,
	`method` text NOT NULL,
	`reference` text NOT NULL,
	`reversed` integer DEFAULT false NOT NULL,
	`external_ref` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `students`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`invoice_id`) REFERENCES `invoices`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payments_method" CHECK(("payments"."method" = 'mpesa' or "payments"."method" = 'bank' or "payments"."method" = 'cash' or "payments"."method" = 'cheque')),
	CONSTRAINT "payments_amount" CHECK("payments"."amount_cents" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payments_reference` ON `payments` (`school_id`,`reference`);--> statement-breakpoint
CREATE INDEX `payments_student` ON `payments` (`student_id`,`paid_at`);--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`about` text NOT NULL,
	`channel` text,
	`params` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer,
	`over_at` integer,
	CONSTRAINT "alerts_kind" CHECK(("alerts"."kind" = 'channel_paused' or "alerts"."kind" = 'stale_held' or "alerts"."kind" = 'restored' or "alerts"."kind" = 'disk_full' or "alerts"."kind" = 'unconfirmed')),
	CONSTRAINT "alerts_channel" CHECK(("alerts"."channel" = 'sms' or "alerts"."channel" = 'email'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_open` ON `alerts` (`about`) WHERE over_at is null;--> statement-breakpoint
CREATE INDEX `alerts_created` ON `alerts` (`created_at`);--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`about` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_at` ON `audit` (`at`);--> statement-breakpoint
CREATE TABLE `imports` (
	`id` integer PRIMARY KEY NOT NULL,
	`school_id` integer NOT NULL,
	`kind` text NOT NULL,
	`file_name` text NOT NULL,
	`sha256` text NOT NULL,
	`read_as` text NOT NULL,
	`term` integer NOT NULL,
	`year` integer NOT NULL,
	`rows_read` integer NOT NULL,
	`rows_created` integer NOT NULL,
	`rows_changed` integer NOT NULL,
	`rows_same` integer NOT NULL,
	`rows_skipped` integer NOT NULL,
	`rows_refused` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "imports_kind" CHECK(("imports"."kind" = 'fee_list'))
);
--> statement-breakpoint
CREATE INDEX `imports_sha` ON `imports` (`sha256`);--> statement-breakpoint
CREATE TABLE `records_revision` (
	`id` integer PRIMARY KEY NOT NULL,
	`n` integer NOT NULL,
	`day` text,
	CONSTRAINT "records_revision_one" CHECK("records_revision"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` integer PRIMARY KEY NOT NULL,
	`sms_log_id` integer,
	`email_log_id` integer,
	`n` integer NOT NULL,
	`boot_id` integer NOT NULL,
	`provider` text NOT NULL,
	`account` text DEFAULT '' NOT NULL,
	`begun_at` integer NOT NULL,
	`ended_at` integer,
	`outcome` text,
	`code` text,
	`detail` text DEFAULT '' NOT NULL,
	`provider_id` text,
	`cost_micros` integer,
	`cost_currency` text,
	FOREIGN KEY (`sms_log_id`) REFERENCES `sms_logs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`email_log_id`) REFERENCES `email_logs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`boot_id`) REFERENCES `boots`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "attempts_one_log" CHECK(("attempts"."sms_log_id" is null) <> ("attempts"."email_log_id" is null)),
	CONSTRAINT "attempts_outcome" CHECK(("attempts"."outcome" = 'accepted' or "attempts"."outcome" = 'rejected' or "attempts"."outcome" = 'retry' or "attempts"."outcome" = 'not_sent' or "attempts"."outcome" = 'unknown' or "attempts"."outcome" = 'lost')),
	CONSTRAINT "attempts_ended" CHECK(("attempts"."ended_at" is null) = ("attempts"."outcome" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_sms` ON `attempts` (`sms_log_id`,`n`) WHERE sms_log_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_email` ON `attempts` (`email_log_id`,`n`) WHERE email_log_id is not null;--> statement-breakpoint
CREATE INDEX `attempts_unanswered` ON `attempts` (`ended_at`) WHERE outcome in ('unknown', 'lost');--> statement-breakpoint
CREATE TABLE `boots` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` text NOT NULL,
	`started_at` integer NOT NULL,
	`stopped_at` integer
);
--> statement-breakpoint
CREATE TABLE `campaigns` (
	`id` integer PRIMARY KEY NOT NULL,
	`school_id` integer NOT NULL,
	`draft_id` text NOT NULL,
	`template_key` text NOT NULL,
	`event_type` text NOT NULL,
	`choice` text NOT NULL,
	`written_from` text NOT NULL,
	`planned` integer NOT NULL,
	`skipped` integer NOT NULL,
	`sms_parts` integer NOT NULL,
	`estimate_micros` integer NOT NULL,
	`release_at` integer,
	`cancelled_at` integer,
	`stale_accepted` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `campaigns_draft` ON `campaigns` (`draft_id`);--> statement-breakpoint
CREATE INDEX `campaigns_created` ON `campaigns` (`created_at`);--> statement-breakpoint
CREATE TABLE `channels` (
	`channel` text PRIMARY KEY NOT NULL,
	`pause` text,
	`detail` text DEFAULT '' NOT NULL,
	`until` integer,
	`since` integer NOT NULL,
	`balance_micros` integer,
	`balance_currency` text,
	`balance_at` integer,
	CONSTRAINT "channels_channel" CHECK(("channels"."channel" = 'sms' or "channels"."channel" = 'email')),
	CONSTRAINT "channels_pause" CHECK(("channels"."pause" = 'offline' or "channels"."pause" = 'wrong_key' or "channels"."pause" = 'no_credit' or "channels"."pause" = 'sender_refused' or "channels"."pause" = 'rate_limited' or "channels"."pause" = 'quota' or "channels"."pause" = 'not_set_up' or "channels"."pause" = 'key_unreadable' or "channels"."pause" = 'settings_refused' or "channels"."pause" = 'refused_run' or "channels"."pause" = 'unconfirmed_run' or "channels"."pause" = 'suspended' or "channels"."pause" = 'daily_cap' or "channels"."pause" = 'spend_cap' or "channels"."pause" = 'by_hand'))
);
--> statement-breakpoint
CREATE TABLE `delivery_reports` (
	`id` integer PRIMARY KEY NOT NULL,
	`sms_log_id` integer,
	`email_log_id` integer,
	`attempt` integer,
	`source` text NOT NULL,
	`external_key` text NOT NULL,
	`verdict` text NOT NULL,
	`code` text DEFAULT '' NOT NULL,
	`detail` text DEFAULT '' NOT NULL,
	`reported_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`sms_log_id`) REFERENCES `sms_logs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`email_log_id`) REFERENCES `email_logs`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "delivery_reports_one_log" CHECK(("delivery_reports"."sms_log_id" is null) <> ("delivery_reports"."email_log_id" is null)),
	CONSTRAINT "delivery_reports_source" CHECK(("delivery_reports"."source" = 'person' or "delivery_reports"."source" = 'dashboard' or "delivery_reports"."source" = 'relay' or "delivery_reports"."source" = 'provider' or "delivery_reports"."source" = 'mailbox')),
	CONSTRAINT "delivery_reports_verdict" CHECK(("delivery_reports"."verdict" = 'delivered' or "delivery_reports"."verdict" = 'failed' or "delivery_reports"."verdict" = 'on_the_way' or "delivery_reports"."verdict" = 'opened' or "delivery_reports"."verdict" = 'clicked'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `delivery_reports_external` ON `delivery_reports` (`source`,`external_key`);--> statement-breakpoint
CREATE INDEX `delivery_reports_sms` ON `delivery_reports` (`sms_log_id`);--> statement-breakpoint
CREATE INDEX `delivery_reports_email` ON `delivery_reports` (`email_log_id`);--> statement-breakpoint
CREATE TABLE `email_logs` (
	`id` integer PRIMARY KEY NOT NULL,
	`notification_id` integer NOT NULL,
	`campaign_id` integer,
	`guardian_id` integer NOT NULL,
	`to_name` text NOT NULL,
	`language` text NOT NULL,
	`state` text NOT NULL,
	`skip_reason` text,
	`failure_reason` text,
	`hold_reason` text,
	`detail` text DEFAULT '' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`not_before` integer NOT NULL,
	`expires_at` integer,
	`balance_cents` integer,
	`revision` integer DEFAULT 0 NOT NULL,
	`provider` text DEFAULT '' NOT NULL,
	`provider_id` text,
	`sent_at` integer,
	`delivered_at` integer,
	`decided_at` integer,
	`recalled_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`email` text,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`opened_at` integer,
	`clicked_at` integer,
	FOREIGN KEY (`notification_id`) REFERENCES `notifications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`guardian_id`) REFERENCES `guardians`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "email_logs_state_known" CHECK(("email_logs"."state" = 'held' or "email_logs"."state" = 'queued' or "email_logs"."state" = 'sending' or "email_logs"."state" = 'sent' or "email_logs"."state" = 'delivered' or "email_logs"."state" = 'failed' or "email_logs"."state" = 'unconfirmed' or "email_logs"."state" = 'cancelled' or "email_logs"."state" = 'skipped' or "email_logs"."state" = 'expired')),
	CONSTRAINT "email_logs_skip_known" CHECK(("email_logs"."skip_reason" is not null) = ("email_logs"."state" = 'skipped') and ("email_logs"."skip_reason" is null or ("email_logs"."skip_reason" = 'no_contact' or "email_logs"."skip_reason" = 'no_phone' or "email_logs"."skip_reason" = 'no_email' or "email_logs"."skip_reason" = 'bad_phone' or "email_logs"."skip_reason" = 'landline' or "email_logs"."skip_reason" = 'foreign_number' or "email_logs"."skip_reason" = 'opted_out' or "email_logs"."skip_reason" = 'same_number' or "email_logs"."skip_reason" = 'missing_value' or "email_logs"."skip_reason" = 'too_long' or "email_logs"."skip_reason" = 'nothing_owed' or "email_logs"."skip_reason" = 'not_late' or "email_logs"."skip_reason" = 'paid' or "email_logs"."skip_reason" = 'balance_changed' or "email_logs"."skip_reason" = 'wrong_number' or "email_logs"."skip_reason" = 'no_child' or "email_logs"."skip_reason" = 'class_changed'))),
	CONSTRAINT "email_logs_failure_known" CHECK(("email_logs"."failure_reason" is not null) = ("email_logs"."state" = 'failed') and ("email_logs"."failure_reason" is null or ("email_logs"."failure_reason" = 'number_refused' or "email_logs"."failure_reason" = 'number_unsupported' or "email_logs"."failure_reason" = 'blacklisted' or "email_logs"."failure_reason" = 'no_route' or "email_logs"."failure_reason" = 'mailbox_unknown' or "email_logs"."failure_reason" = 'address_refused' or "email_logs"."failure_reason" = 'content_refused' or "email_logs"."failure_reason" = 'account_review' or "email_logs"."failure_reason" = 'attempts_used' or "email_logs"."failure_reason" = 'provider_refused' or "email_logs"."failure_reason" = 'subscriber_absent' or "email_logs"."failure_reason" = 'undelivered' or "email_logs"."failure_reason" = 'filtered' or "email_logs"."failure_reason" = 'mailbox_full' or "email_logs"."failure_reason" = 'bounced'))),
	CONSTRAINT "email_logs_hold_known" CHECK(("email_logs"."hold_reason" is not null) = ("email_logs"."state" = 'held') and ("email_logs"."hold_reason" is null or ("email_logs"."hold_reason" = 'hold_window' or "email_logs"."hold_reason" = 'stale_data' or "email_logs"."hold_reason" = 'restored'))),
	CONSTRAINT "email_logs_address" CHECK("email_logs"."state" = 'skipped' or "email_logs"."email" is not null)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `email_logs_notification` ON `email_logs` (`notification_id`);--> statement-breakpoint
CREATE INDEX `email_logs_created` ON `email_logs` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `email_logs_state` ON `email_logs` (`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `email_logs_sent` ON `email_logs` (`sent_at`) WHERE sent_at is not null;--> statement-breakpoint
CREATE INDEX `email_logs_campaign` ON `email_logs` (`campaign_id`,`state`);--> statement-breakpoint
CREATE INDEX `email_logs_guardian` ON `email_logs` (`guardian_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `email_logs_due` ON `email_logs` (`not_before`,`id`) WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX `email_logs_held` ON `email_logs` (`campaign_id`) WHERE state = 'held' and hold_reason = 'hold_window';--> statement-breakpoint
CREATE INDEX `email_logs_asked` ON `email_logs` (`hold_reason`) WHERE state = 'held' and hold_reason <> 'hold_window';--> statement-breakpoint
CREATE INDEX `email_logs_failed` ON `email_logs` (`updated_at`) WHERE state = 'failed';--> statement-breakpoint
CREATE INDEX `email_logs_expired` ON `email_logs` (`updated_at`) WHERE state = 'expired';--> statement-breakpoint
CREATE INDEX `email_logs_provider_id` ON `email_logs` (`provider_id`) WHERE provider_id is not null;--> statement-breakpoint
CREATE INDEX `email_logs_email` ON `email_logs` (`email`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` integer PRIMARY KEY NOT NULL,
	`school_id` integer NOT NULL,
	`campaign_id` integer,
	`guardian_id` integer NOT NULL,
	`invoice_id` integer,
	`payment_id` integer,
	`event_type` text NOT NULL,
	`subject` text NOT NULL,
	`title` text NOT NULL,
	`message` text NOT NULL,
	`is_read` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`guardian_id`) REFERENCES `guardians`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`invoice_id`) REFERENCES `invoices`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "notifications_event" CHECK(("notifications"."event_type" = 'invoice_issued' or "notifications"."event_type" = 'payment_received' or "notifications"."event_type" = 'payment_reminder' or "notifications"."event_type" = 'arrears_warning' or "notifications"."event_type" = 'arrears_critical' or "notifications"."event_type" = 'bulk'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_idempotency` ON `notifications` (`subject`,`guardian_id`);--> statement-breakpoint
CREATE TABLE `sms_logs` (
	`id` integer PRIMARY KEY NOT NULL,
	`notification_id` integer NOT NULL,
	`campaign_id` integer,
	`guardian_id` integer NOT NULL,
	`to_name` text NOT NULL,
	`language` text NOT NULL,
	`state` text NOT NULL,
	`skip_reason` text,
	`failure_reason` text,
	`hold_reason` text,
	`detail` text DEFAULT '' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`not_before` integer NOT NULL,
	`expires_at` integer,
	`balance_cents` integer,
	`revision` integer DEFAULT 0 NOT NULL,
	`provider` text DEFAULT '' NOT NULL,
	`provider_id` text,
	`sent_at` integer,
	`delivered_at` integer,
	`decided_at` integer,
	`recalled_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`phone` text,
	`body` text NOT NULL,
	`encoding` text NOT NULL,
	`parts` integer NOT NULL,
	`estimate_micros` integer DEFAULT 0 NOT NULL,
	`cost_micros` integer,
	`cost_currency` text,
	`same_text` text,
	FOREIGN KEY (`notification_id`) REFERENCES `notifications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`guardian_id`) REFERENCES `guardians`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "sms_logs_state_known" CHECK(("sms_logs"."state" = 'held' or "sms_logs"."state" = 'queued' or "sms_logs"."state" = 'sending' or "sms_logs"."state" = 'sent' or "sms_logs"."state" = 'delivered' or "sms_logs"."state" = 'failed' or "sms_logs"."state" = 'unconfirmed' or "sms_logs"."state" = 'cancelled' or "sms_logs"."state" = 'skipped' or "sms_logs"."state" = 'expired')),
	CONSTRAINT "sms_logs_skip_known" CHECK(("sms_logs"."skip_reason" is not null) = ("sms_logs"."state" = 'skipped') and ("sms_logs"."skip_reason" is null or ("sms_logs"."skip_reason" = 'no_contact' or "sms_logs"."skip_reason" = 'no_phone' or "sms_logs"."skip_reason" = 'no_email' or "sms_logs"."skip_reason" = 'bad_phone' or "sms_logs"."skip_reason" = 'landline' or "sms_logs"."skip_reason" = 'foreign_number' or "sms_logs"."skip_reason" = 'opted_out' or "sms_logs"."skip_reason" = 'same_number' or "sms_logs"."skip_reason" = 'missing_value' or "sms_logs"."skip_reason" = 'too_long' or "sms_logs"."skip_reason" = 'nothing_owed' or "sms_logs"."skip_reason" = 'not_late' or "sms_logs"."skip_reason" = 'paid' or "sms_logs"."skip_reason" = 'balance_changed' or "sms_logs"."skip_reason" = 'wrong_number' or "sms_logs"."skip_reason" = 'no_child' or "sms_logs"."skip_reason" = 'class_changed'))),
	CONSTRAINT "sms_logs_failure_known" CHECK(("sms_logs"."failure_reason" is not null) = ("sms_logs"."state" = 'failed') and ("sms_logs"."failure_reason" is null or ("sms_logs"."failure_reason" = 'number_refused' or "sms_logs"."failure_reason" = 'number_unsupported' or "sms_logs"."failure_reason" = 'blacklisted' or "sms_logs"."failure_reason" = 'no_route' or "sms_logs"."failure_reason" = 'mailbox_unknown' or "sms_logs"."failure_reason" = 'address_refused' or "sms_logs"."failure_reason" = 'content_refused' or "sms_logs"."failure_reason" = 'account_review' or "sms_logs"."failure_reason" = 'attempts_used' or "sms_logs"."failure_reason" = 'provider_refused' or "sms_logs"."failure_reason" = 'subscriber_absent' or "sms_logs"."failure_reason" = 'undelivered' or "sms_logs"."failure_reason" = 'filtered' or "sms_logs"."failure_reason" = 'mailbox_full' or "sms_logs"."failure_reason" = 'bounced'))),
	CONSTRAINT "sms_logs_hold_known" CHECK(("sms_logs"."hold_reason" is not null) = ("sms_logs"."state" = 'held') and ("sms_logs"."hold_reason" is null or ("sms_logs"."hold_reason" = 'hold_window' or "sms_logs"."hold_reason" = 'stale_data' or "sms_logs"."hold_reason" = 'restored'))),
	CONSTRAINT "sms_logs_address" CHECK("sms_logs"."state" = 'skipped' or "sms_logs"."phone" is not null)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sms_logs_notification` ON `sms_logs` (`notification_id`);--> statement-breakpoint
CREATE INDEX `sms_logs_created` ON `sms_logs` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `sms_logs_state` ON `sms_logs` (`state`,`created_at`,`id`,`cost_currency`,`cost_micros`);--> statement-breakpoint
CREATE INDEX `sms_logs_sent` ON `sms_logs` (`sent_at`,`cost_currency`,`cost_micros`) WHERE sent_at is not null;--> statement-breakpoint
CREATE INDEX `sms_logs_campaign` ON `sms_logs` (`campaign_id`,`state`,`cost_currency`,`cost_micros`);--> statement-breakpoint
CREATE INDEX `sms_logs_guardian` ON `sms_logs` (`guardian_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `sms_logs_due` ON `sms_logs` (`not_before`,`id`) WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX `sms_logs_held` ON `sms_logs` (`campaign_id`) WHERE state = 'held' and hold_reason = 'hold_window';--> statement-breakpoint
CREATE INDEX `sms_logs_asked` ON `sms_logs` (`hold_reason`) WHERE state = 'held' and hold_reason <> 'hold_window';--> statement-breakpoint
CREATE INDEX `sms_logs_failed` ON `sms_logs` (`updated_at`) WHERE state = 'failed';--> statement-breakpoint
CREATE INDEX `sms_logs_expired` ON `sms_logs` (`updated_at`) WHERE state = 'expired';--> statement-breakpoint
CREATE INDEX `sms_logs_provider_id` ON `sms_logs` (`provider_id`) WHERE provider_id is not null;--> statement-breakpoint
CREATE INDEX `sms_logs_same_text` ON `sms_logs` (`same_text`,`id`) WHERE state = 'queued' and same_text is not null;--> statement-breakpoint
CREATE INDEX `sms_logs_phone` ON `sms_logs` (`phone`);--> statement-breakpoint
CREATE TABLE `spend` (
	`channel` text NOT NULL,
	`minute` integer NOT NULL,
	`messages` integer NOT NULL,
	`cost_micros` integer NOT NULL,
	PRIMARY KEY(`channel`, `minute`),
	CONSTRAINT "spend_channel" CHECK(("spend"."channel" = 'sms' or "spend"."channel" = 'email'))
);
--> statement-breakpoint
CREATE TABLE `suppressions` (
	`channel` text NOT NULL,
	`address` text NOT NULL,
	`kind` text NOT NULL,
	`source` text NOT NULL,
	`detail` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`channel`, `address`),
	CONSTRAINT "suppressions_channel" CHECK(("suppressions"."channel" = 'sms' or "suppressions"."channel" = 'email')),
	CONSTRAINT "suppressions_kind" CHECK(("suppressions"."kind" = 'opted_out' or "suppressions"."kind" = 'wrong_number')),
	CONSTRAINT "suppressions_source" CHECK(("suppressions"."source" = 'person' or "suppressions"."source" = 'dashboard' or "suppressions"."source" = 'relay' or "suppressions"."source" = 'provider' or "suppressions"."source" = 'mailbox'))
);
--> statement-breakpoint
CREATE TABLE `guardians` (
	`id` integer PRIMARY KEY NOT NULL,
	`school_id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`phone` text,
	`phone_raw` text DEFAULT '' NOT NULL,
	`phone_kind` text DEFAULT 'none' NOT NULL,
	`email` text,
	`language` text DEFAULT 'en' NOT NULL,
	`external_ref` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guardians_language" CHECK(("guardians"."language" = 'en' or "guardians"."language" = 'sw')),
	CONSTRAINT "guardians_phone_kind" CHECK(("guardians"."phone_kind" = 'mobile' or "guardians"."phone_kind" = 'landline' or "guardians"."phone_kind" = 'foreign' or "guardians"."phone_kind" = 'bad' or "guardians"."phone_kind" = 'none')),
	CONSTRAINT "guardians_phone_shape" CHECK("guardians"."phone" is null or "guardians"."phone" glob '+[1-9]*'),
	CONSTRAINT "guardians_phone_known" CHECK(("guardians"."phone" is null) = ("guardians"."phone_kind" in ('none', 'bad')))
);
--> statement-breakpoint
CREATE INDEX `guardians_phone` ON `guardians` (`phone`);--> statement-breakpoint
CREATE INDEX `guardians_name` ON `guardians` (`school_id`,`name_key`);--> statement-breakpoint
CREATE TABLE `preferences` (
	`guardian_id` integer PRIMARY KEY NOT NULL,
	`sms_enabled` integer DEFAULT true NOT NULL,
	`email_enabled` integer DEFAULT true NOT NULL,
	`invoice_issued` integer DEFAULT true NOT NULL,
	`payment_received` integer DEFAULT true NOT NULL,
	`payment_reminder` integer DEFAULT true NOT NULL,
	`arrears_warning` integer DEFAULT true NOT NULL,
	`arrears_critical` integer DEFAULT true NOT NULL,
	`bulk` integer DEFAULT true NOT NULL,
	`quiet_start` text,
	`quiet_end` text,
	`source` text DEFAULT '' NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`guardian_id`) REFERENCES `guardians`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "preferences_quiet" CHECK(("preferences"."quiet_start" is null) = ("preferences"."quiet_end" is null)),
	CONSTRAINT "preferences_quiet_shape" CHECK("preferences"."quiet_start" is null or ("preferences"."quiet_start" glob '[0-2][0-9]:[0-5][0-9]' and "preferences"."quiet_end" glob '[0-2][0-9]:[0-5][0-9]' and max("preferences"."quiet_start", "preferences"."quiet_end") < '24:00'))
);
--> statement-breakpoint
CREATE TABLE `student_guardians` (
	`student_id` integer NOT NULL,
	`guardian_id` integer NOT NULL,
	`role` text NOT NULL,
	`relationship` text DEFAULT '' NOT NULL,
	PRIMARY KEY(`student_id`, `guardian_id`),
	FOREIGN KEY (`student_id`) REFERENCES `students`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`guardian_id`) REFERENCES `guardians`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "student_guardians_role" CHECK(("student_guardians"."role" = 'primary' or "student_guardians"."role" = 'copy' or "student_guardians"."role" = 'none'))
);
--> statement-breakpoint
CREATE INDEX `student_guardians_guardian` ON `student_guardians` (`guardian_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `student_guardians_one_primary` ON `student_guardians` (`student_id`) WHERE role = 'primary';--> statement-breakpoint
CREATE TABLE `students` (
	`id` integer PRIMARY KEY NOT NULL,
	`school_id` integer NOT NULL,
	`adm_no` text NOT NULL,
	`adm_key` text NOT NULL,
	`name` text NOT NULL,
	`class_name` text DEFAULT '' NOT NULL,
	`stream` text DEFAULT '' NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`balances_as_at` integer,
	`external_ref` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "students_status" CHECK(("students"."status" = 'active' or "students"."status" = 'left'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `students_adm` ON `students` (`school_id`,`adm_key`);--> statement-breakpoint
CREATE INDEX `students_class` ON `students` (`school_id`,`status`,`class_name`);--> statement-breakpoint
CREATE INDEX `students_balances` ON `students` (`school_id`,`balances_as_at`) WHERE status = 'active' and balances_as_at is not null;--> statement-breakpoint
CREATE TABLE `schools` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`short_name` text NOT NULL,
	`office_phone` text DEFAULT '' NOT NULL,
	`paybill` text DEFAULT '' NOT NULL,
	`currency` text DEFAULT 'KES' NOT NULL,
	`zone` text DEFAULT 'Africa/Nairobi' NOT NULL,
	`term` integer NOT NULL,
	`year` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "schools_term" CHECK("schools"."term" between 1 and 3),
	CONSTRAINT "schools_year" CHECK("schools"."year" between 2000 and 2100)
);
--> statement-breakpoint
CREATE TABLE `templates` (
	`id` integer PRIMARY KEY NOT NULL,
	`school_id` integer,
	`key` text NOT NULL,
	`event_type` text NOT NULL,
	`language` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`sms` text NOT NULL,
	`email_subject` text NOT NULL,
	`email_text` text NOT NULL,
	`on_change` text DEFAULT 'rewrite' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "templates_event" CHECK(("templates"."event_type" = 'invoice_issued' or "templates"."event_type" = 'payment_received' or "templates"."event_type" = 'payment_reminder' or "templates"."event_type" = 'arrears_warning' or "templates"."event_type" = 'arrears_critical' or "templates"."event_type" = 'bulk')),
	CONSTRAINT "templates_language" CHECK(("templates"."language" = 'en' or "templates"."language" = 'sw')),
	CONSTRAINT "templates_on_change" CHECK(("templates"."on_change" = 'rewrite' or "templates"."on_change" = 'skip'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `templates_key` ON `templates` (coalesce(`school_id`, 0),`key`,`language`);