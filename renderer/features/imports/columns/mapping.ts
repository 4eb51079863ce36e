/** Which column of the file feeds which of our fields, and what is wrong with the choice. PURE. */
import type { Output } from '../../../../shared/ipc/contract.ts'
import { type ColumnMapping, FEE_FIELDS, type FeeField } from '../../../../shared/model/school/import.ts'

export type Reading = Output<'imports:read'>
export type Column = Reading['columns'][number]
export type MappingFault = 'missing' | 'twice'

/** Without these a row cannot be matched to a child. */
export const REQUIRED_FIELDS: readonly FeeField[] = ['admNo', 'student']

/** The mapping with one field fed by another column, or by none. */
export function chooseColumn(mapping: ColumnMapping, field: FeeField, index: number | null): ColumnMapping {
  const { [field]: _, ...others } = mapping
  return index === null ? others : { ...others, [field]: index }
}

/** What is wrong, field by field; empty when the list can be checked. */
export function mappingFaults(mapping: ColumnMapping): Partial<Record<FeeField, MappingFault>> {
  const chosen = Object.values(mapping)
  const faults: Partial<Record<FeeField, MappingFault>> = {}
  for (const field of FEE_FIELDS) {
    const index = mapping[field]
    if (index === undefined && REQUIRED_FIELDS.includes(field)) faults[field] = 'missing'
    if (index !== undefined && chosen.filter((other) => other === index).length > 1) faults[field] = 'twice'
  }
  return faults
}

/** What the list could not be used for as it is mapped: worth a word, not a refusal. */
export function mappingLacks(mapping: ColumnMapping): { money: boolean; contact: boolean } {
  const lacks = (...fields: FeeField[]) => fields.every((field) => mapping[field] === undefined)
  return { money: lacks('balance', 'expected'), contact: lacks('phone', 'phone2', 'email') }
}

/** The columns that feed no field. */
export function unusedColumns(columns: readonly Column[], mapping: ColumnMapping): readonly Column[] {
  const used = new Set(Object.values(mapping))
  return columns.filter((column) => !used.has(column.index))
}
