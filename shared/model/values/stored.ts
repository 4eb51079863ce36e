/** Objects that are stored as JSON. Each bears the version of its shape as `v`; one without it is version 1. PURE. */
import { z } from '../../zod.ts'

type Json = Readonly<Record<string, unknown>>
/** Makes the JSON of one version into that of the next. */
export type Upgrade = (json: Json) => Json

export type Stored<V> = {
  /** What was stored, whichever version wrote it. Throws for what it cannot be, and for what a newer console wrote. */
  read(json: unknown): V
  /** What is to be stored as JSON. */
  write(value: V): V & { readonly v: number }
}

const envelope = z.looseObject({ v: z.number().int().min(1).default(1) })

/** `upgrades`: from version 1 to 2, from 2 to 3, and so on. The schema is that of the last. */
export function stored<V extends object>(schema: z.ZodType<V>, ...upgrades: readonly Upgrade[]): Stored<V> {
  const version = upgrades.length + 1
  return {
    read(json) {
      const { v, ...first } = envelope.parse(json)
      if (v > version) throw new Error(`stored by a newer console: version ${v}, and this one knows ${version}`)
      return schema.parse(upgrades.slice(v - 1).reduce<Json>((older, upgrade) => upgrade(older), first))
    },
    write: (value) => ({ ...value, v: version }),
  }
}
