import type { Reader, Tx } from '../client.ts'

export type SchoolRow = {
  readonly id: number
  readonly name: string
  readonly shortName: string
  readonly officePhone: string
  readonly paybill: string
  readonly currency: string
  readonly zone: string
  readonly term: number
  readonly year: number
}
export type SchoolFields = Omit<SchoolRow, 'id' | 'currency' | 'zone'>

/** The school, or undefined while none is set up. */
export function theSchool(db: Pick<Reader, 'get'>): SchoolRow | undefined {
  return db.get<SchoolRow>(
    'SELECT id, name, short_name shortName, office_phone officePhone, paybill, currency, zone, term, year FROM schools ORDER BY id LIMIT 1',
  )
}

/** Writes the school's details, making the row where there is none. Answers its id. */
export function saveSchool(tx: Tx, school: SchoolFields, now: number): number {
  const before = theSchool(tx)
  const values = [school.name, school.shortName, school.officePhone, school.paybill, school.term, school.year, now] as const
  if (before) {
    tx.run('UPDATE schools SET name = ?, short_name = ?, office_phone = ?, paybill = ?, term = ?, year = ?, updated_at = ? WHERE id = ?', ...values, before.id)
    return before.id
  }
  return tx.run(
    'INSERT INTO schools (name, short_name, office_phone, paybill, term, year, updated_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ...values,
    now,
  ).id
}
