/** The kinds of value that the schemas are made of. */
import { z } from '../../zod.ts'
import { LANGUAGES } from '../messages/event.ts'
import { CHANNELS_OUT, MESSAGE_STATES } from '../messages/message.ts'

export const id = z.number().int().positive()
export const count = z.number().int().nonnegative()
/** Milliseconds UTC. */
export const instant = z.number().int()
export const cents = z.number().int()
export const micros = z.number().int()
/** One line of text, without the spaces around it. */
export const line = (max: number) => z.string().trim().max(max)
/** A name that one side makes up and the other gives back. */
export const token = z.string().min(1).max(64)
export const channel = z.enum(CHANNELS_OUT)
export const language = z.enum(LANGUAGES)
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export const term = z.number().int().min(1).max(3)
export const year = z.number().int().min(2000).max(2100)
export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
export const httpAddress = z.url({ protocol: /^https?$/ }).max(500)
/** What was charged: each currency by itself, the school's first; never empty. */
export const charges = z.array(z.object({ micros, currency: z.string() }))
export const stateCounts = z.partialRecord(z.enum(MESSAGE_STATES), count)
/** A page of a list. */
export const pageOf = { offset: count, limit: z.number().int().min(1).max(200) }
