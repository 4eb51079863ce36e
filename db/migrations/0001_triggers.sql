INSERT INTO `channels` (`channel`, `since`) VALUES ('sms', 0), ('email', 0);
--> statement-breakpoint
INSERT INTO `records_revision` (`id`, `n`) VALUES (1, 1);
--> statement-breakpoint
CREATE TRIGGER `audit_keeps_rows` BEFORE DELETE ON `audit` BEGIN SELECT raise(abort, 'the audit is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_keeps_words` BEFORE UPDATE ON `audit` BEGIN SELECT raise(abort, 'the audit is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `delivery_reports_keep_rows` BEFORE DELETE ON `delivery_reports` BEGIN SELECT raise(abort, 'reports are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `delivery_reports_keep_words` BEFORE UPDATE ON `delivery_reports` BEGIN SELECT raise(abort, 'reports are append-only'); END;
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
CREATE TRIGGER `schools_changed` AFTER UPDATE ON `schools` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `students_in` AFTER INSERT ON `students` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
-- but for `balances_as_at`: a balance that was confirmed is the one that the messages say
CREATE TRIGGER `students_changed` AFTER UPDATE OF `school_id`, `adm_no`, `adm_key`, `name`, `class_name`, `stream`, `status` ON `students` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `students_out` AFTER DELETE ON `students` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `guardians_in` AFTER INSERT ON `guardians` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `guardians_changed` AFTER UPDATE ON `guardians` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `guardians_out` AFTER DELETE ON `guardians` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `student_guardians_in` AFTER INSERT ON `student_guardians` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `student_guardians_changed` AFTER UPDATE ON `student_guardians` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `student_guardians_out` AFTER DELETE ON `student_guardians` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `preferences_in` AFTER INSERT ON `preferences` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `preferences_changed` AFTER UPDATE ON `preferences` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `preferences_out` AFTER DELETE ON `preferences` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `invoices_in` AFTER INSERT ON `invoices` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `invoices_changed` AFTER UPDATE ON `invoices` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `invoices_out` AFTER DELETE ON `invoices` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `suppressions_in` AFTER INSERT ON `suppressions` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `suppressions_changed` AFTER UPDATE ON `suppressions` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
--> statement-breakpoint
CREATE TRIGGER `suppressions_out` AFTER DELETE ON `suppressions` BEGIN UPDATE `records_revision` SET `n` = `n` + 1; END;
