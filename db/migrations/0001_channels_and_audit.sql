INSERT INTO `channels` (`channel`, `since`) VALUES ('sms', 0), ('email', 0);
--> statement-breakpoint
CREATE TRIGGER `audit_keeps_rows` BEFORE DELETE ON `audit` BEGIN SELECT raise(abort, 'the audit is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_keeps_words` BEFORE UPDATE ON `audit` BEGIN SELECT raise(abort, 'the audit is append-only'); END;
