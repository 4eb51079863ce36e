/** What a message is about. The seed's five events and any bulk message. */
export const EVENT_TYPES = ['invoice_issued', 'payment_received', 'payment_reminder', 'arrears_warning', 'arrears_critical', 'bulk'] as const
export type EventType = (typeof EVENT_TYPES)[number]
export const LANGUAGES = ['en', 'sw'] as const
export type Language = (typeof LANGUAGES)[number]
