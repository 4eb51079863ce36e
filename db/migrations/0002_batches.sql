-- Every message belongs to a batch: sends become batches of kind bulk, and what had no send gets a batch of its own.
ALTER TABLE `preferences` ADD `exam_result` integer DEFAULT true NOT NULL;
--> statement-breakpoint
CREATE TABLE `results` (
	`id` integer PRIMARY KEY NOT NULL,
	`school_id` integer NOT NULL,
	`student_id` integer NOT NULL,
	`term` integer NOT NULL,
	`year` integer NOT NULL,
	`title` text NOT NULL,
	`score` text NOT NULL,
	`superseded_by` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `students`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`superseded_by`) REFERENCES `results`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "results_term" CHECK("results"."term" between 1 and 3)
);
--> statement-breakpoint
CREATE INDEX `results_student` ON `results` (`student_id`,`year`,`term`);
--> statement-breakpoint
CREATE TABLE `batches` (
	`id` integer PRIMARY KEY NOT NULL,
	`school_id` integer,
	`kind` text NOT NULL,
	`cause` text NOT NULL,
	`template_key` text,
	`event_type` text NOT NULL,
	`channel` text NOT NULL,
	`reach` text NOT NULL,
	`written_from` text NOT NULL,
	`planned` integer NOT NULL,
	`skipped` integer NOT NULL,
	`sms_parts` integer NOT NULL,
	`estimate_micros` integer NOT NULL,
	`release_at` integer,
	`cancelled_at` integer,
	`stale_accepted` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "batches_kind" CHECK(("batches"."kind" = 'bulk' or "batches"."kind" = 'single' or "batches"."kind" = 'event' or "batches"."kind" = 'rule_run' or "batches"."kind" = 'test')),
	CONSTRAINT "batches_channel" CHECK(("batches"."channel" = 'sms' or "batches"."channel" = 'email' or "batches"."channel" = 'both' or "batches"."channel" = 'preferred')),
	CONSTRAINT "batches_test" CHECK(("batches"."kind" = 'test') = ("batches"."event_type" = 'test')),
	CONSTRAINT "batches_school" CHECK("batches"."school_id" is not null or "batches"."kind" = 'test')
);
--> statement-breakpoint
INSERT INTO `batches` (`id`, `school_id`, `kind`, `cause`, `template_key`, `event_type`, `channel`, `reach`, `written_from`, `planned`, `skipped`, `sms_parts`,
	`estimate_micros`, `release_at`, `cancelled_at`, `stale_accepted`, `created_at`)
SELECT `id`, `school_id`, 'bulk', 'draft:' || `draft_id`, `template_key`, `event_type`, json_extract(`choice`, '$.channel'),
	json_object('to', 'families', 'audience', json_extract(`choice`, '$.audience')), `written_from`, `planned`, `skipped`, `sms_parts`,
	`estimate_micros`, `release_at`, `cancelled_at`, `stale_accepted`, `created_at`
FROM `campaigns`;
--> statement-breakpoint
-- Its words as they stand are what it is written from: raw, since they are no template.
INSERT INTO `batches` (`school_id`, `kind`, `cause`, `event_type`, `channel`, `reach`, `written_from`, `planned`, `skipped`, `sms_parts`, `estimate_micros`,
	`release_at`, `created_at`)
SELECT n.`school_id`, 'single', 'draft:notification-' || n.`id`, n.`event_type`,
	CASE WHEN e.`id` IS NULL THEN 'sms' WHEN s.`id` IS NULL THEN 'email' ELSE 'both' END,
	json_object('to', 'guardian', 'guardianId', n.`guardian_id`),
	json_object('languages', json_object(coalesce(s.`language`, e.`language`, 'en'), json_object(
			'sms', coalesce('{% raw %}' || nullif(s.`body`, '') || '{% endraw %}', ''),
			'emailSubject', coalesce('{% raw %}' || nullif(e.`subject`, '') || '{% endraw %}', ''),
			'emailText', coalesce('{% raw %}' || nullif(e.`body`, '') || '{% endraw %}', ''),
			'ownCopy', json('true'), 'updatedAt', n.`created_at`)),
		'onChange', 'rewrite', 'term', c.`term`, 'year', c.`year`),
	(s.`id` IS NOT NULL) + (e.`id` IS NOT NULL), coalesce(s.`state` = 'skipped', 0) + coalesce(e.`state` = 'skipped', 0),
	coalesce(s.`parts`, 0), coalesce(s.`estimate_micros`, 0),
	CASE WHEN s.`hold_reason` = 'hold_window' OR e.`hold_reason` = 'hold_window' THEN n.`created_at` END, n.`created_at`
FROM `notifications` n JOIN `schools` c ON c.`id` = n.`school_id`
	LEFT JOIN `sms_logs` s ON s.`notification_id` = n.`id` LEFT JOIN `email_logs` e ON e.`notification_id` = n.`id`
WHERE n.`campaign_id` IS NULL AND s.`campaign_id` IS NULL AND e.`campaign_id` IS NULL ORDER BY n.`id`;
--> statement-breakpoint
CREATE UNIQUE INDEX `batches_cause` ON `batches` (`cause`);
--> statement-breakpoint
CREATE INDEX `batches_created` ON `batches` (`created_at`);
--> statement-breakpoint
CREATE TABLE `__new_notifications` (
	`id` integer PRIMARY KEY NOT NULL,
	`school_id` integer,
	`batch_id` integer NOT NULL,
	`guardian_id` integer,
	`invoice_id` integer,
	`payment_id` integer,
	`result_id` integer,
	`event_type` text NOT NULL,
	`title` text NOT NULL,
	`message` text NOT NULL,
	`is_read` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`guardian_id`) REFERENCES `guardians`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`invoice_id`) REFERENCES `invoices`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`result_id`) REFERENCES `results`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "notifications_test" CHECK(("__new_notifications"."guardian_id" is null) = ("__new_notifications"."event_type" = 'test')),
	CONSTRAINT "notifications_school" CHECK("__new_notifications"."school_id" is not null or "__new_notifications"."event_type" = 'test'),
	CONSTRAINT "notifications_about_one" CHECK(("__new_notifications"."invoice_id" is not null) + ("__new_notifications"."payment_id" is not null) + ("__new_notifications"."result_id" is not null) <= 1)
);
--> statement-breakpoint
INSERT INTO `__new_notifications` (`id`, `school_id`, `batch_id`, `guardian_id`, `invoice_id`, `payment_id`, `event_type`, `title`, `message`, `is_read`, `created_at`)
SELECT n.`id`, n.`school_id`, coalesce(n.`campaign_id`, (SELECT `campaign_id` FROM `sms_logs` WHERE `notification_id` = n.`id`),
		(SELECT `campaign_id` FROM `email_logs` WHERE `notification_id` = n.`id`), (SELECT `id` FROM `batches` WHERE `cause` = 'draft:notification-' || n.`id`)),
	n.`guardian_id`, n.`invoice_id`, n.`payment_id`, n.`event_type`, n.`title`, n.`message`, n.`is_read`, n.`created_at`
FROM `notifications` n;
--> statement-breakpoint
CREATE TABLE `__new_sms_logs` (
	`id` integer PRIMARY KEY NOT NULL,
	`notification_id` integer NOT NULL,
	`batch_id` integer NOT NULL,
	`guardian_id` integer,
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
	`cancel_requested_at` integer,
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
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`guardian_id`) REFERENCES `guardians`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "sms_logs_state_known" CHECK(("__new_sms_logs"."state" = 'held' or "__new_sms_logs"."state" = 'queued' or "__new_sms_logs"."state" = 'sending' or "__new_sms_logs"."state" = 'sent' or "__new_sms_logs"."state" = 'delivered' or "__new_sms_logs"."state" = 'failed' or "__new_sms_logs"."state" = 'unconfirmed' or "__new_sms_logs"."state" = 'cancelled' or "__new_sms_logs"."state" = 'skipped' or "__new_sms_logs"."state" = 'expired')),
	CONSTRAINT "sms_logs_skip_known" CHECK(("__new_sms_logs"."skip_reason" is not null) = ("__new_sms_logs"."state" = 'skipped') and ("__new_sms_logs"."skip_reason" is null or ("__new_sms_logs"."skip_reason" = 'no_contact' or "__new_sms_logs"."skip_reason" = 'no_phone' or "__new_sms_logs"."skip_reason" = 'no_email' or "__new_sms_logs"."skip_reason" = 'bad_phone' or "__new_sms_logs"."skip_reason" = 'landline' or "__new_sms_logs"."skip_reason" = 'foreign_number' or "__new_sms_logs"."skip_reason" = 'opted_out' or "__new_sms_logs"."skip_reason" = 'same_number' or "__new_sms_logs"."skip_reason" = 'missing_value' or "__new_sms_logs"."skip_reason" = 'too_long' or "__new_sms_logs"."skip_reason" = 'nothing_owed' or "__new_sms_logs"."skip_reason" = 'not_late' or "__new_sms_logs"."skip_reason" = 'paid' or "__new_sms_logs"."skip_reason" = 'balance_changed' or "__new_sms_logs"."skip_reason" = 'wrong_number' or "__new_sms_logs"."skip_reason" = 'no_child' or "__new_sms_logs"."skip_reason" = 'class_changed' or "__new_sms_logs"."skip_reason" = 'invoice_void' or "__new_sms_logs"."skip_reason" = 'payment_reversed' or "__new_sms_logs"."skip_reason" = 'corrected'))),
	CONSTRAINT "sms_logs_failure_known" CHECK(("__new_sms_logs"."failure_reason" is not null) = ("__new_sms_logs"."state" = 'failed') and ("__new_sms_logs"."failure_reason" is null or ("__new_sms_logs"."failure_reason" = 'number_refused' or "__new_sms_logs"."failure_reason" = 'number_unsupported' or "__new_sms_logs"."failure_reason" = 'blacklisted' or "__new_sms_logs"."failure_reason" = 'no_route' or "__new_sms_logs"."failure_reason" = 'mailbox_unknown' or "__new_sms_logs"."failure_reason" = 'address_refused' or "__new_sms_logs"."failure_reason" = 'content_refused' or "__new_sms_logs"."failure_reason" = 'account_review' or "__new_sms_logs"."failure_reason" = 'attempts_used' or "__new_sms_logs"."failure_reason" = 'provider_refused' or "__new_sms_logs"."failure_reason" = 'subscriber_absent' or "__new_sms_logs"."failure_reason" = 'undelivered' or "__new_sms_logs"."failure_reason" = 'filtered' or "__new_sms_logs"."failure_reason" = 'mailbox_full' or "__new_sms_logs"."failure_reason" = 'bounced'))),
	CONSTRAINT "sms_logs_hold_known" CHECK(("__new_sms_logs"."hold_reason" is not null) = ("__new_sms_logs"."state" = 'held') and ("__new_sms_logs"."hold_reason" is null or ("__new_sms_logs"."hold_reason" = 'hold_window' or "__new_sms_logs"."hold_reason" = 'stale_data' or "__new_sms_logs"."hold_reason" = 'restored'))),
	CONSTRAINT "sms_logs_address" CHECK("__new_sms_logs"."state" = 'skipped' or "__new_sms_logs"."phone" is not null)
);
--> statement-breakpoint
INSERT INTO `__new_sms_logs` (`id`, `notification_id`, `batch_id`, `guardian_id`, `to_name`, `language`, `state`, `skip_reason`, `failure_reason`, `hold_reason`, `detail`, `attempts`, `not_before`, `expires_at`, `balance_cents`, `revision`, `provider`, `provider_id`, `sent_at`, `delivered_at`, `decided_at`, `cancel_requested_at`, `created_at`, `updated_at`, `phone`, `body`, `encoding`, `parts`, `estimate_micros`, `cost_micros`, `cost_currency`, `same_text`)
SELECT l.`id`, l.`notification_id`, coalesce(l.`campaign_id`, n.`batch_id`), l.`guardian_id`, l.`to_name`, l.`language`, l.`state`, l.`skip_reason`, l.`failure_reason`, l.`hold_reason`, l.`detail`, l.`attempts`, l.`not_before`, l.`expires_at`, l.`balance_cents`, l.`revision`, l.`provider`, l.`provider_id`, l.`sent_at`, l.`delivered_at`, l.`decided_at`, l.`recalled_at`, l.`created_at`, l.`updated_at`, l.`phone`, l.`body`, l.`encoding`, l.`parts`, l.`estimate_micros`, l.`cost_micros`, l.`cost_currency`, l.`same_text`
FROM `sms_logs` l JOIN `__new_notifications` n ON n.`id` = l.`notification_id`;
--> statement-breakpoint
CREATE TABLE `__new_email_logs` (
	`id` integer PRIMARY KEY NOT NULL,
	`notification_id` integer NOT NULL,
	`batch_id` integer NOT NULL,
	`guardian_id` integer,
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
	`cancel_requested_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`email` text,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`opened_at` integer,
	`clicked_at` integer,
	FOREIGN KEY (`notification_id`) REFERENCES `notifications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`guardian_id`) REFERENCES `guardians`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "email_logs_state_known" CHECK(("__new_email_logs"."state" = 'held' or "__new_email_logs"."state" = 'queued' or "__new_email_logs"."state" = 'sending' or "__new_email_logs"."state" = 'sent' or "__new_email_logs"."state" = 'delivered' or "__new_email_logs"."state" = 'failed' or "__new_email_logs"."state" = 'unconfirmed' or "__new_email_logs"."state" = 'cancelled' or "__new_email_logs"."state" = 'skipped' or "__new_email_logs"."state" = 'expired')),
	CONSTRAINT "email_logs_skip_known" CHECK(("__new_email_logs"."skip_reason" is not null) = ("__new_email_logs"."state" = 'skipped') and ("__new_email_logs"."skip_reason" is null or ("__new_email_logs"."skip_reason" = 'no_contact' or "__new_email_logs"."skip_reason" = 'no_phone' or "__new_email_logs"."skip_reason" = 'no_email' or "__new_email_logs"."skip_reason" = 'bad_phone' or "__new_email_logs"."skip_reason" = 'landline' or "__new_email_logs"."skip_reason" = 'foreign_number' or "__new_email_logs"."skip_reason" = 'opted_out' or "__new_email_logs"."skip_reason" = 'same_number' or "__new_email_logs"."skip_reason" = 'missing_value' or "__new_email_logs"."skip_reason" = 'too_long' or "__new_email_logs"."skip_reason" = 'nothing_owed' or "__new_email_logs"."skip_reason" = 'not_late' or "__new_email_logs"."skip_reason" = 'paid' or "__new_email_logs"."skip_reason" = 'balance_changed' or "__new_email_logs"."skip_reason" = 'wrong_number' or "__new_email_logs"."skip_reason" = 'no_child' or "__new_email_logs"."skip_reason" = 'class_changed' or "__new_email_logs"."skip_reason" = 'invoice_void' or "__new_email_logs"."skip_reason" = 'payment_reversed' or "__new_email_logs"."skip_reason" = 'corrected'))),
	CONSTRAINT "email_logs_failure_known" CHECK(("__new_email_logs"."failure_reason" is not null) = ("__new_email_logs"."state" = 'failed') and ("__new_email_logs"."failure_reason" is null or ("__new_email_logs"."failure_reason" = 'number_refused' or "__new_email_logs"."failure_reason" = 'number_unsupported' or "__new_email_logs"."failure_reason" = 'blacklisted' or "__new_email_logs"."failure_reason" = 'no_route' or "__new_email_logs"."failure_reason" = 'mailbox_unknown' or "__new_email_logs"."failure_reason" = 'address_refused' or "__new_email_logs"."failure_reason" = 'content_refused' or "__new_email_logs"."failure_reason" = 'account_review' or "__new_email_logs"."failure_reason" = 'attempts_used' or "__new_email_logs"."failure_reason" = 'provider_refused' or "__new_email_logs"."failure_reason" = 'subscriber_absent' or "__new_email_logs"."failure_reason" = 'undelivered' or "__new_email_logs"."failure_reason" = 'filtered' or "__new_email_logs"."failure_reason" = 'mailbox_full' or "__new_email_logs"."failure_reason" = 'bounced'))),
	CONSTRAINT "email_logs_hold_known" CHECK(("__new_email_logs"."hold_reason" is not null) = ("__new_email_logs"."state" = 'held') and ("__new_email_logs"."hold_reason" is null or ("__new_email_logs"."hold_reason" = 'hold_window' or "__new_email_logs"."hold_reason" = 'stale_data' or "__new_email_logs"."hold_reason" = 'restored'))),
	CONSTRAINT "email_logs_address" CHECK("__new_email_logs"."state" = 'skipped' or "__new_email_logs"."email" is not null)
);
--> statement-breakpoint
INSERT INTO `__new_email_logs` (`id`, `notification_id`, `batch_id`, `guardian_id`, `to_name`, `language`, `state`, `skip_reason`, `failure_reason`, `hold_reason`, `detail`, `attempts`, `not_before`, `expires_at`, `balance_cents`, `revision`, `provider`, `provider_id`, `sent_at`, `delivered_at`, `decided_at`, `cancel_requested_at`, `created_at`, `updated_at`, `email`, `subject`, `body`, `opened_at`, `clicked_at`)
SELECT l.`id`, l.`notification_id`, coalesce(l.`campaign_id`, n.`batch_id`), l.`guardian_id`, l.`to_name`, l.`language`, l.`state`, l.`skip_reason`, l.`failure_reason`, l.`hold_reason`, l.`detail`, l.`attempts`, l.`not_before`, l.`expires_at`, l.`balance_cents`, l.`revision`, l.`provider`, l.`provider_id`, l.`sent_at`, l.`delivered_at`, l.`decided_at`, l.`recalled_at`, l.`created_at`, l.`updated_at`, l.`email`, l.`subject`, l.`body`, l.`opened_at`, l.`clicked_at`
FROM `email_logs` l JOIN `__new_notifications` n ON n.`id` = l.`notification_id`;
--> statement-breakpoint
DROP TABLE `sms_logs`;
--> statement-breakpoint
DROP TABLE `email_logs`;
--> statement-breakpoint
DROP TABLE `notifications`;
--> statement-breakpoint
DROP TABLE `campaigns`;
--> statement-breakpoint
ALTER TABLE `__new_notifications` RENAME TO `notifications`;
--> statement-breakpoint
ALTER TABLE `__new_sms_logs` RENAME TO `sms_logs`;
--> statement-breakpoint
ALTER TABLE `__new_email_logs` RENAME TO `email_logs`;
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_idempotency` ON `notifications` (`batch_id`,`guardian_id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `sms_logs_notification` ON `sms_logs` (`notification_id`);
--> statement-breakpoint
CREATE INDEX `sms_logs_created` ON `sms_logs` (`created_at`,`id`);
--> statement-breakpoint
CREATE INDEX `sms_logs_state` ON `sms_logs` (`state`,`created_at`,`id`,`cost_currency`,`cost_micros`);
--> statement-breakpoint
CREATE INDEX `sms_logs_sent` ON `sms_logs` (`sent_at`,`cost_currency`,`cost_micros`) WHERE sent_at is not null;
--> statement-breakpoint
CREATE INDEX `sms_logs_batch` ON `sms_logs` (`batch_id`,`state`,`cost_currency`,`cost_micros`);
--> statement-breakpoint
CREATE INDEX `sms_logs_guardian` ON `sms_logs` (`guardian_id`,`created_at`);
--> statement-breakpoint
CREATE INDEX `sms_logs_due` ON `sms_logs` (`not_before`,`id`) WHERE state = 'queued';
--> statement-breakpoint
CREATE INDEX `sms_logs_tests` ON `sms_logs` (`guardian_id`) WHERE state = 'queued' and guardian_id is null;
--> statement-breakpoint
CREATE INDEX `sms_logs_held` ON `sms_logs` (`batch_id`) WHERE state = 'held' and hold_reason = 'hold_window';
--> statement-breakpoint
CREATE INDEX `sms_logs_asked` ON `sms_logs` (`hold_reason`) WHERE state = 'held' and hold_reason <> 'hold_window';
--> statement-breakpoint
CREATE INDEX `sms_logs_failed` ON `sms_logs` (`updated_at`) WHERE state = 'failed';
--> statement-breakpoint
CREATE INDEX `sms_logs_expired` ON `sms_logs` (`updated_at`) WHERE state = 'expired';
--> statement-breakpoint
CREATE INDEX `sms_logs_provider_id` ON `sms_logs` (`provider_id`) WHERE provider_id is not null;
--> statement-breakpoint
CREATE INDEX `sms_logs_same_text` ON `sms_logs` (`same_text`,`id`) WHERE state = 'queued' and same_text is not null;
--> statement-breakpoint
CREATE INDEX `sms_logs_phone` ON `sms_logs` (`phone`);
--> statement-breakpoint
CREATE UNIQUE INDEX `email_logs_notification` ON `email_logs` (`notification_id`);
--> statement-breakpoint
CREATE INDEX `email_logs_created` ON `email_logs` (`created_at`,`id`);
--> statement-breakpoint
CREATE INDEX `email_logs_state` ON `email_logs` (`state`,`created_at`,`id`);
--> statement-breakpoint
CREATE INDEX `email_logs_sent` ON `email_logs` (`sent_at`) WHERE sent_at is not null;
--> statement-breakpoint
CREATE INDEX `email_logs_batch` ON `email_logs` (`batch_id`,`state`);
--> statement-breakpoint
CREATE INDEX `email_logs_guardian` ON `email_logs` (`guardian_id`,`created_at`);
--> statement-breakpoint
CREATE INDEX `email_logs_due` ON `email_logs` (`not_before`,`id`) WHERE state = 'queued';
--> statement-breakpoint
CREATE INDEX `email_logs_tests` ON `email_logs` (`guardian_id`) WHERE state = 'queued' and guardian_id is null;
--> statement-breakpoint
CREATE INDEX `email_logs_held` ON `email_logs` (`batch_id`) WHERE state = 'held' and hold_reason = 'hold_window';
--> statement-breakpoint
CREATE INDEX `email_logs_asked` ON `email_logs` (`hold_reason`) WHERE state = 'held' and hold_reason <> 'hold_window';
--> statement-breakpoint
CREATE INDEX `email_logs_failed` ON `email_logs` (`updated_at`) WHERE state = 'failed';
--> statement-breakpoint
CREATE INDEX `email_logs_expired` ON `email_logs` (`updated_at`) WHERE state = 'expired';
--> statement-breakpoint
CREATE INDEX `email_logs_provider_id` ON `email_logs` (`provider_id`) WHERE provider_id is not null;
--> statement-breakpoint
CREATE INDEX `email_logs_email` ON `email_logs` (`email`);
--> statement-breakpoint
-- MOVES of shared/model/messages/message.ts; what waits is only heard to have arrived after an attempt that may have, MAY_HAVE_ARRIVED
CREATE TRIGGER `sms_logs_moves` BEFORE UPDATE OF `state` ON `sms_logs`
	WHEN old.`state` <> new.`state` AND NOT CASE old.`state`
		WHEN 'held' THEN new.`state` = 'queued' OR new.`state` = 'cancelled' OR new.`state` = 'expired' OR new.`state` = 'skipped'
			OR (new.`state` = 'sent' OR new.`state` = 'delivered')
				AND EXISTS (SELECT 1 FROM `attempts` WHERE `sms_log_id` = old.`id` AND `outcome` IN ('accepted', 'unknown', 'lost'))
		WHEN 'queued' THEN new.`state` = 'sending' OR new.`state` = 'held' OR new.`state` = 'cancelled' OR new.`state` = 'skipped' OR new.`state` = 'expired'
			OR (new.`state` = 'sent' OR new.`state` = 'delivered')
				AND EXISTS (SELECT 1 FROM `attempts` WHERE `sms_log_id` = old.`id` AND `outcome` IN ('accepted', 'unknown', 'lost'))
		WHEN 'sending' THEN new.`state` = 'sent' OR new.`state` = 'queued' OR new.`state` = 'failed' OR new.`state` = 'unconfirmed'
		WHEN 'sent' THEN new.`state` = 'delivered' OR new.`state` = 'failed'
		WHEN 'failed' THEN new.`state` = 'queued' OR new.`state` = 'delivered'
		WHEN 'unconfirmed' THEN new.`state` = 'queued' OR new.`state` = 'sent' OR new.`state` = 'delivered' OR new.`state` = 'failed'
		WHEN 'expired' THEN new.`state` = 'queued'
		ELSE 0 END
BEGIN SELECT raise(abort, 'a message cannot move like that'); END;
--> statement-breakpoint
-- FIRST_STATES of shared/model/messages/message.ts
CREATE TRIGGER `sms_logs_first` BEFORE INSERT ON `sms_logs` WHEN NOT (new.`state` = 'held' OR new.`state` = 'queued' OR new.`state` = 'skipped')
BEGIN SELECT raise(abort, 'a message cannot begin like that'); END;
--> statement-breakpoint
-- MOVES of shared/model/messages/message.ts; what waits is only heard to have arrived after an attempt that may have, MAY_HAVE_ARRIVED
CREATE TRIGGER `email_logs_moves` BEFORE UPDATE OF `state` ON `email_logs`
	WHEN old.`state` <> new.`state` AND NOT CASE old.`state`
		WHEN 'held' THEN new.`state` = 'queued' OR new.`state` = 'cancelled' OR new.`state` = 'expired' OR new.`state` = 'skipped'
			OR (new.`state` = 'sent' OR new.`state` = 'delivered')
				AND EXISTS (SELECT 1 FROM `attempts` WHERE `email_log_id` = old.`id` AND `outcome` IN ('accepted', 'unknown', 'lost'))
		WHEN 'queued' THEN new.`state` = 'sending' OR new.`state` = 'held' OR new.`state` = 'cancelled' OR new.`state` = 'skipped' OR new.`state` = 'expired'
			OR (new.`state` = 'sent' OR new.`state` = 'delivered')
				AND EXISTS (SELECT 1 FROM `attempts` WHERE `email_log_id` = old.`id` AND `outcome` IN ('accepted', 'unknown', 'lost'))
		WHEN 'sending' THEN new.`state` = 'sent' OR new.`state` = 'queued' OR new.`state` = 'failed' OR new.`state` = 'unconfirmed'
		WHEN 'sent' THEN new.`state` = 'delivered' OR new.`state` = 'failed'
		WHEN 'failed' THEN new.`state` = 'queued' OR new.`state` = 'delivered'
		WHEN 'unconfirmed' THEN new.`state` = 'queued' OR new.`state` = 'sent' OR new.`state` = 'delivered' OR new.`state` = 'failed'
		WHEN 'expired' THEN new.`state` = 'queued'
		ELSE 0 END
BEGIN SELECT raise(abort, 'a message cannot move like that'); END;
--> statement-breakpoint
-- FIRST_STATES of shared/model/messages/message.ts
CREATE TRIGGER `email_logs_first` BEFORE INSERT ON `email_logs` WHEN NOT (new.`state` = 'held' OR new.`state` = 'queued' OR new.`state` = 'skipped')
BEGIN SELECT raise(abort, 'a message cannot begin like that'); END;
--> statement-breakpoint
-- which events there are is no matter of the database: a new one needs no migration
CREATE TABLE `__new_templates` (
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
	CONSTRAINT "templates_language" CHECK(("__new_templates"."language" = 'en' or "__new_templates"."language" = 'sw')),
	CONSTRAINT "templates_on_change" CHECK(("__new_templates"."on_change" = 'rewrite' or "__new_templates"."on_change" = 'skip'))
);
--> statement-breakpoint
INSERT INTO `__new_templates` (`id`, `school_id`, `key`, `event_type`, `language`, `name`, `sms`, `email_subject`, `email_text`, `on_change`, `created_at`, `updated_at`) SELECT `id`, `school_id`, `key`, `event_type`, `language`, `name`, `sms`, `email_subject`, `email_text`, `on_change`, `created_at`, `updated_at` FROM `templates`;
--> statement-breakpoint
DROP TABLE `templates`;
--> statement-breakpoint
ALTER TABLE `__new_templates` RENAME TO `templates`;
--> statement-breakpoint
CREATE UNIQUE INDEX `templates_key` ON `templates` (coalesce(`school_id`, 0),`key`,`language`);
--> statement-breakpoint
CREATE TRIGGER `payments_in` AFTER INSERT ON `payments` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `payments_changed` AFTER UPDATE ON `payments` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `payments_out` AFTER DELETE ON `payments` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `results_in` AFTER INSERT ON `results` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `results_changed` AFTER UPDATE ON `results` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `results_out` AFTER DELETE ON `results` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
UPDATE `settings` SET `key` = 'unfinished-batch' WHERE `key` = 'unfinished-campaign';
