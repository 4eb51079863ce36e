/** What went wrong, in three sentences each: what happened, what it means, what to do. `{{name}}` stands for a value. */
export const failures = {
  internal: {
    what: 'Something went wrong inside the console.',
    means: 'What you asked for may not have been done.',
    todo: 'Check whether it was done before you try again. If it happens again, close the console and open it.',
  },
  bad_input: { what: 'Something on this page is not filled in correctly.', means: 'Nothing was changed.', todo: 'Check what you typed and try again.' },
  file_gone: { what: 'The file is no longer there.', means: 'Nothing was imported.', todo: 'Choose the file again.' },
  file_unreadable: {
    what: 'The file “{{name}}” could not be read.',
    means: 'Nothing was brought in.',
    todo: 'Is the network drive or the memory stick connected, and the file closed in other programs? Copy it to this computer and choose it again.',
  },
  file_too_slow: {
    what: 'The file “{{name}}” could not be read within {{seconds}} seconds.',
    means: 'Nothing was brought in.',
    todo: 'Is the network drive or the memory stick connected? Copy the file to this computer and choose it again.',
  },
  file_not_plain: {
    what: '“{{name}}” is a folder or a device, not a file.',
    means: 'Nothing was brought in.',
    todo: 'Choose the file that has the list in it.',
  },
  file_empty: {
    what: 'The file “{{name}}” is empty.',
    means: 'Nothing was imported.',
    todo: 'Open it in your spreadsheet program, check that the list is there, and save it as CSV again.',
  },
  file_too_big: {
    what: 'The file “{{name}}” is {{size}} MB. A fee list may be up to {{most}} MB.',
    means: 'Nothing was imported.',
    todo: 'Check that this is the fee list. If it is, split it by class.',
  },
  file_spreadsheet: {
    what: '“{{name}}” is an Excel file.',
    means: 'Nothing was imported.',
    todo: 'Open it in Excel, choose Save As, and pick “CSV UTF-8 (Comma delimited)”. Then import that CSV file.',
  },
  file_web_page: {
    what: '“{{name}}” is a web page, not a list.',
    means: 'Nothing was imported.',
    todo: 'In the program it came from, export the list as CSV.',
  },
  file_binary: {
    what: '“{{name}}” cannot be read as a list.',
    means: 'Nothing was imported.',
    todo: 'Save the fee list as CSV from your spreadsheet program and choose that file.',
  },
  file_line_too_long: {
    what: 'Row {{row}} of “{{name}}” is longer than {{most}} letters.',
    means: 'This is not a fee list, so nothing was imported.',
    todo: 'Save the list as CSV again, with one child in each row.',
  },
  file_quotes_broken: {
    what: 'In row {{row}} of “{{name}}” a quotation mark (") is opened and never closed.',
    means: 'The rest of the file cannot be read, so nothing was imported.',
    todo: 'Correct row {{row}} in your spreadsheet program and save it as CSV again.',
  },
  file_no_header: {
    what: 'No row of column headings was found in “{{name}}”.',
    means: 'The console cannot tell which column is which, so nothing was imported.',
    todo: 'Put a row of headings (Adm No, Name, Phone, Balance …) above the list, or choose the row of headings yourself.',
  },
  file_no_rows: { what: '“{{name}}” has headings but no rows below them.', means: 'Nothing was imported.', todo: 'Check that the whole list was saved.' },
  file_too_many_rows: {
    what: '“{{name}}” has more than {{most}} rows.',
    means: 'Nothing was imported.',
    todo: 'Split the list and import the parts one after the other.',
  },
  mapping_missing: {
    what: 'No column was chosen for “{{field}}”.',
    means: 'Without it the rows cannot be matched to children.',
    todo: 'Choose the column of the file that has it.',
  },
  mapping_twice: {
    what: 'The column “{{heading}}” was chosen twice.',
    means: 'A column can be used only once.',
    todo: 'Choose another column for one of the two.',
  },
  check_stale: {
    what: 'The records changed after this list was checked.',
    means: 'Nothing was imported, because the result would differ from what you saw.',
    todo: 'Check the list again.',
  },
  nothing_to_import: {
    what: 'No row of this list would change anything.',
    means: 'Nothing was imported.',
    todo: 'If rows were refused, correct them in the file and choose it again.',
  },
  school_missing: {
    what: 'The school’s name and term are not filled in yet.',
    means: 'Messages would not say which school they come from.',
    todo: 'Fill in Settings → School first.',
  },
  template_missing: { what: 'This template is no longer there.', means: 'Nothing was sent or changed.', todo: 'Choose another template.' },
  template_broken: { what: 'The text has a mistake that would stop it from going out.', means: 'It was not saved.', todo: 'Correct the marked places first.' },
  template_empty: { what: 'There is no text yet.', means: 'It was not saved.', todo: 'Write the text of the SMS or of the email first.' },
  template_name_missing: { what: 'The template has no name.', means: 'It was not saved.', todo: 'Give it a name that you will recognise when sending.' },
  template_name_taken: { what: 'There is already a template named “{{name}}”.', means: 'It was not saved.', todo: 'Choose another name.' },
  audience_empty: { what: 'Nobody would get this message.', means: 'Nothing was sent.', todo: 'Choose more families, or look at who is left out and why.' },
  message_missing: { what: 'This message is no longer there.', means: 'Nothing was changed.', todo: 'Open the message log again.' },
  cannot_retry: {
    what: 'This message cannot be sent again.',
    means: 'It is waiting, on its way, or was sent already.',
    todo: 'Open the message log again to see how it stands.',
  },
  data_stale: {
    what: 'The balances are older than the school wants.',
    means: 'Nothing was queued, because families may have paid since then.',
    todo: 'Bring in a newer list, or say on the Send page that the messages may go all the same.',
  },
  clock_behind: {
    what: 'This computer’s clock shows a day that is long past.',
    means: 'Nothing was queued: days would be counted wrongly, and the messages would be too old once the clock is right.',
    todo: 'Set the date and time of the computer and send again, or say on the Send page that the clock is right.',
  },
  cannot_cancel: {
    what: 'These messages cannot be called back any more.',
    means: 'They have gone out, or they were never going to.',
    todo: 'Open the message log again to see how they stand.',
  },
  batch_missing: {
    what: 'This send is not on file.',
    means: 'Nothing was changed.',
    todo: 'Open Home again to see the recent sends.',
  },
  cannot_settle: {
    what: 'This message is not waiting for a decision.',
    means: 'Nothing was changed.',
    todo: 'Open the message log again to see how it stands.',
  },
  key_store_unsafe: {
    what: 'This computer has no safe place for keys and passwords.',
    means: 'Without it no account can be kept, so nothing can be sent to parents from here.',
    todo: 'Ask the person who looks after this computer. Linux needs GNOME Keyring or KWallet, unlocked; Windows and macOS need nothing more.',
  },
  key_missing: {
    what: 'The key is missing.',
    means: 'The SMS account was not saved.',
    todo: 'Copy the key from your account at the SMS company and paste it here. Twilio calls it the auth token.',
  },
  password_missing: {
    what: 'The password is missing.',
    means: 'The email account was not saved.',
    todo: 'Type the password of the mail account. For Gmail this is an app password.',
  },
  account_missing_sms: { what: 'There is no SMS account yet.', means: 'Nothing was sent.', todo: 'Fill in Settings → SMS account.' },
  account_missing_email: { what: 'There is no email account yet.', means: 'Nothing was sent.', todo: 'Fill in Settings → Email account.' },
  phone_unusable: { what: '“{{phone}}” is not a mobile number that can get an SMS.', means: 'Nothing was sent.', todo: 'Type a number like 0712 345 678.' },
  base_url_unsafe: {
    what: 'The address of the SMS company must begin with https.',
    means: 'The account was not saved, because others could read the key on its way.',
    todo: 'Use the address that was there at first.',
  },
  gateway_unusable: {
    what: 'The description of the SMS gateway has a mistake.',
    means: 'The account was not saved.',
    todo: 'Correct the marked place, or begin again from a ready description.',
  },
  gateway_in_clear: {
    what: 'The address of the SMS gateway must begin with https, unless it is in the school’s own network.',
    means: 'The account was not saved, because others could read the messages on their way.',
    todo: 'Use the https address of the gateway.',
  },
  practice_only: {
    what: 'This cannot be done in practice mode.',
    means: 'In practice mode nothing is sent and no account is needed.',
    todo: 'Leave practice mode first, in Settings → Practice.',
  },
  quiet_hours_half: { what: 'Quiet hours need a beginning and an end.', means: 'They were not saved.', todo: 'Fill in both times, or clear both.' },
  took_too_long: {
    what: 'This took too long, and was stopped.',
    means: 'The records are whole, and messages go on being sent.',
    todo: 'Look whether it was done all the same. If not, try again. If it happens once more, close the console and open it again.',
  },
  disk_full: {
    what: 'The disk of this computer is full.',
    means: 'What you asked for was not done. The records are as they were.',
    todo: 'Delete files that you no longer need, then try again.',
  },
  records_locked: {
    what: 'Another program is using the file with the records.',
    means: 'What you asked for was not done. The records are as they were.',
    todo: 'Wait a minute and try again. If it goes on, look for a backup program or a virus scanner that is busy on this computer.',
  },
  console_open: {
    what: 'A console has these records open.',
    means: 'Nothing was done.',
    todo: 'Close its window, and try again.',
  },
  mode_fixed: {
    what: 'A call cannot change the mode.',
    means: 'Nothing was done.',
    todo: 'Start again with --live, or without it for practice.',
  },
  unknown_call: {
    what: 'There is no call named “{{channel}}”.',
    means: 'Nothing was done.',
    todo: 'The nearest are {{near}}. --help lists them all.',
  },
  records_read_only: {
    what: 'The console may not write in the folder with the records.',
    means: 'Without that nothing can be sent or written down, so it did not start. The records are as they were.',
    todo: 'Ask the person who looks after this computer to allow writing in {{folder}}.',
  },
  report_unreadable: {
    what: '“{{name}}” cannot be read as a list of messages.',
    means: 'Nothing in the log was changed.',
    todo: 'In the SMS company’s website, save the list of sent messages as CSV again and choose that file. If it is very long, save fewer days at a time.',
  },
  report_no_header: {
    what: 'No row of column headings was found in “{{name}}”.',
    means: 'The console cannot tell which column is which. Nothing in the log was changed.',
    todo: 'Save the list from the SMS company’s website again, with its headings (Message ID, Phone Number, Date, Status …).',
  },
  report_columns_missing: {
    what: 'The columns that are needed are not all chosen.',
    means: 'A message is found by the provider’s reference, or by its phone number and time; what became of it stands in the status.',
    todo: 'Choose the column of the status, and either that of the reference or those of the phone number and of the time.',
  },
  relay_missing: {
    what: 'No web address for delivery reports is set up.',
    means: 'There was nothing to ask.',
    todo: 'Fill in the address and the token, and save them first.',
  },
  relay_url_unsafe: {
    what: 'The address of the school’s web host must begin with https.',
    means: 'It was not saved, because others could read the token on its way.',
    todo: 'Type an address that begins with https:// and has no name or password in it.',
  },
  relay_token_missing: {
    what: 'The token is missing.',
    means: 'The address was not saved. A token belongs to the address that it was typed for.',
    todo: 'Ask the person who looks after the school’s website for the token, and paste it here.',
  },
  relay_unreachable: {
    what: 'The school’s web host did not answer.',
    means: 'Delivery reports that it has are not in the log yet. Sending goes on.',
    todo: 'Nothing now: it is asked again by itself. If it stays so, check the address and the internet connection.',
  },
  relay_wrong_token: {
    what: 'The school’s web host does not accept the token.',
    means: 'Delivery reports that it has are not in the log yet. Sending goes on.',
    todo: 'Ask the person who looks after the school’s website for the right token.',
  },
  relay_not_there: {
    what: 'There is nothing at that address that gives delivery reports.',
    means: 'No reports can be fetched from there. Sending goes on.',
    todo: 'Check the address with the person who looks after the school’s website.',
  },
  relay_busy: {
    what: 'The school’s web host has a fault or is too busy.',
    means: 'Delivery reports that it has are not in the log yet. Sending goes on.',
    todo: 'Nothing now: it is asked again by itself. If it stays so, tell the person who looks after the school’s website.',
  },
  relay_unreadable: {
    what: 'The school’s web host answered something that cannot be read.',
    means: 'Its delivery reports are not in the log. Sending goes on.',
    todo: 'Tell the person who looks after the school’s website. What it must answer is written in the console’s README.',
  },
  mailbox_missing: { what: 'No mailbox for returned mail is set up.', means: 'There was nothing to read.', todo: 'Fill in the mailbox and save it first.' },
  mailbox_unsafe: {
    what: 'Without encryption others could read the password on its way.',
    means: 'The mailbox was not saved.',
    todo: 'Choose TLS (usually port 993) or STARTTLS (usually port 143).',
  },
  mailbox_password_missing: {
    what: 'The password of the mailbox is missing.',
    means: 'The mailbox was not saved. A password belongs to the server that it was typed for.',
    todo: 'Type the password. For Gmail this is an app password.',
  },
  mailbox_unreachable: {
    what: 'The mailbox did not answer.',
    means: 'Mails that came back are not in the log yet. Sending goes on.',
    todo: 'Nothing now: it is asked again by itself. If it stays so, check the server, the port and the encryption.',
  },
  mailbox_wrong_password: {
    what: 'The mailbox does not accept the user name and password.',
    means: 'Mails that came back are not in the log yet. Sending goes on.',
    todo: 'Type them again. For Gmail the password is an app password.',
  },
  mailbox_folder_missing: {
    what: 'The mailbox has no folder of that name.',
    means: 'Mails that came back are not in the log yet. Sending goes on.',
    todo: 'Check the name. The folder that mail arrives in is INBOX.',
  },
  provider_unreachable: {
    what: 'The SMS company did not say what became of the messages.',
    means: 'Some are still shown as sent. Sending goes on.',
    todo: 'Nothing now: it is asked again by itself.',
  },
  database_newer: {
    what: 'The records were made by a newer version of the console.',
    means: 'This version could damage them, so it did not open them.',
    todo: 'Install the newest version of the console.',
  },
  database_not_updated: {
    what: 'The records could not be made ready for this version of the console.',
    means: 'They are as they were before, and nothing was sent.',
    todo: 'Install the version that you used before, and ask for help. The records are in {{folder}}.',
  },
  database_damaged: {
    what: 'The file with the records cannot be read.',
    means: 'Nothing was sent and the file was left as it is.',
    todo: 'Change nothing on this computer and ask for help. The file is {{file}}.',
  },
} as const
export type FailureKey = keyof typeof failures
