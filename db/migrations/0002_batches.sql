ALTER TABLE `campaigns` RENAME TO `batches`;
--> statement-breakpoint
ALTER TABLE `notifications` RENAME COLUMN `campaign_id` TO `batch_id`;
--> statement-breakpoint
ALTER TABLE `sms_logs` RENAME COLUMN `campaign_id` TO `batch_id`;
--> statement-breakpoint
ALTER TABLE `email_logs` RENAME COLUMN `campaign_id` TO `batch_id`;
--> statement-breakpoint
ALTER TABLE `sms_logs` RENAME COLUMN `recalled_at` TO `cancel_requested_at`;
--> statement-breakpoint
ALTER TABLE `email_logs` RENAME COLUMN `recalled_at` TO `cancel_requested_at`;
--> statement-breakpoint
DROP INDEX `campaigns_draft`;
--> statement-breakpoint
CREATE UNIQUE INDEX `batches_draft` ON `batches` (`draft_id`);
--> statement-breakpoint
DROP INDEX `campaigns_created`;
--> statement-breakpoint
CREATE INDEX `batches_created` ON `batches` (`created_at`);
--> statement-breakpoint
DROP INDEX `sms_logs_campaign`;
--> statement-breakpoint
CREATE INDEX `sms_logs_batch` ON `sms_logs` (`batch_id`,`state`,`cost_currency`,`cost_micros`);
--> statement-breakpoint
DROP INDEX `email_logs_campaign`;
--> statement-breakpoint
CREATE INDEX `email_logs_batch` ON `email_logs` (`batch_id`,`state`);
--> statement-breakpoint
UPDATE `notifications` SET `subject` = 'batch:' || substr(`subject`, 10) WHERE `subject` LIKE 'campaign:%';
--> statement-breakpoint
UPDATE `settings` SET `key` = 'unfinished-batch' WHERE `key` = 'unfinished-campaign';
