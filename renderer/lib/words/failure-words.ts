import type { AppFailure } from '../../../shared/errors.ts'
import type { FailureKey } from '../../../shared/words/en/failures.ts'
import { feeFieldName } from './field-words.ts'
import { say, type Translate } from './i18n.ts'

export type ThreeSentences = { readonly what: string; readonly means: string; readonly todo: string }

/** What happened, what it means, what to do. */
export function failureWords(t: Translate, failure: AppFailure): ThreeSentences {
  const params = spoken(t, failure)
  return {
    what: say(t, `failures.${failure.key}.what`, params),
    means: say(t, `failures.${failure.key}.means`, params),
    todo: say(t, `failures.${failure.key}.todo`, params),
  }
}

/** Field → what is wrong with it, for a form whose save was refused. */
export function fieldWords(t: Translate, failure: AppFailure): Record<string, string> {
  const entries = Object.entries(failure.fields ?? {})
  return Object.fromEntries(entries.map(([field, key]: [string, FailureKey]) => [field, say(t, `failures.${key}.what`, spoken(t, failure))]))
}

/** The values of a sentence: main names a column of the fee list by its key. */
function spoken(t: Translate, { params }: AppFailure): AppFailure['params'] {
  return typeof params?.field === 'string' ? { ...params, field: feeFieldName(t, params.field) } : params
}
