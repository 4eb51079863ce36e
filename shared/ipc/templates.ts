/** The texts that a school sends. */
import { EVENT_TYPES } from '../model/messages/event.ts'
import { ON_CHANGE, templatePreview, templatePreviewRequest, templateTexts } from '../model/messages/template.ts'
import { instant, language, line } from '../model/values/values.ts'
import { z } from '../zod.ts'
import { act, type Calls, nothing, query } from './call.ts'

const template = z.object({
  key: z.string(),
  eventType: z.enum(EVENT_TYPES),
  name: z.string(),
  /** Whether the console brings it along: it has a name in the screen's words and can be brought back. */
  builtIn: z.boolean(),
  /** Whether Send offers it: a receipt, say, needs a payment to speak of. */
  forSending: z.boolean(),
  /** What becomes of a waiting message when its balance has changed meanwhile. */
  onChange: z.enum(ON_CHANGE),
  languages: z.partialRecord(
    language,
    z.object({ sms: z.string(), emailSubject: z.string(), emailText: z.string(), ownCopy: z.boolean(), updatedAt: instant }),
  ),
})

export const templateCalls = {
  'templates:list': query({ input: nothing, output: z.array(template), topics: ['templates'] }),
  'templates:save': act({
    input: z.strictObject({ key: line(60).min(1).nullable(), name: line(80), language, onChange: z.enum(ON_CHANGE), ...templateTexts }),
    output: z.object({ key: z.string() }),
  }),
  'templates:restore': act({ input: z.strictObject({ key: line(60).min(1), language }), output: nothing }),
  'templates:preview': query({ input: templatePreviewRequest, output: templatePreview, topics: ['people', 'settings'] }),
} satisfies Calls<'templates'>
