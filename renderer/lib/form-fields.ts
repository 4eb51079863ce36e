/** What every form of the console does alike: ids for the error summary, problems as words. */
import { schemaResolver, type UseFormReturnType } from '@mantine/form'
import type { z } from '../../shared/zod.ts'

type Problems = Record<string, string>

/** Validates by a schema whose messages are turned into words: `wordsFor(field, message)`. */
export function problemsBy<V extends object>(schema: z.ZodType, wordsFor: (field: string, message: string) => string): (values: V) => Problems {
  const resolve = schemaResolver(schema, { sync: true })
  return (values) => {
    const problems = resolve(values as Record<string, unknown>)
    return Object.fromEntries(Object.entries(problems).map(([field, message]) => [field, wordsFor(field, String(message))]))
  }
}

/** Id of a field's input. */
export const fieldId = (name: string): string => `field-${name}`

/** Everything an input needs of its form. */
export function fieldProps<V extends Record<string, unknown>>(form: UseFormReturnType<V>, name: keyof V & string, type: 'input' | 'checkbox' = 'input') {
  return { id: fieldId(name), ...form.getInputProps(name, { type }) }
}

/** A form's errors for the summary, in the order of its values. */
export function summaryOf<V extends Record<string, unknown>>(form: UseFormReturnType<V>): { field: string; words: string }[] {
  return Object.keys(form.values)
    .filter((name) => form.errors[name])
    .map((name) => ({ field: fieldId(name), words: String(form.errors[name]) }))
}
