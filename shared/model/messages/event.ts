/** What a message is about. An invoice, a payment, three kinds of reminder, a child's results, or anything that a school wants to tell. */
export const EVENT_TYPES = ['invoice_issued', 'payment_received', 'payment_reminder', 'arrears_warning', 'arrears_critical', 'exam_result', 'bulk'] as const
export type EventType = (typeof EVENT_TYPES)[number]
/** What a batch is about: an event, or nothing but whether the account works. */
export const BATCH_EVENTS = [...EVENT_TYPES, 'test'] as const
export type BatchEvent = (typeof BATCH_EVENTS)[number]
export const LANGUAGES = ['en', 'sw'] as const
export type Language = (typeof LANGUAGES)[number]
