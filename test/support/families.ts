import type { Tx } from '../../db/client.ts'

export type FamilySeed = {
  readonly guardian: string
  readonly phone?: string | null
  readonly email?: string | null
  readonly language?: 'en' | 'sw'
  readonly role?: 'primary' | 'copy'
  readonly children: readonly {
    readonly adm: string
    readonly name: string
    readonly className?: string
    readonly balanceCents?: number
    readonly dueOn?: string | null
  }[]
}

/** Puts a family on file: children that are there already (by admission number) are joined to the guardian. Answers the guardian's id. */
export function insertFamily(tx: Tx, schoolId: number, family: FamilySeed, now = 0): number {
  const { guardian, phone = '+254712000001', email = null, language = 'en', role = 'primary' } = family
  const guardianId = tx.run(
    `INSERT INTO guardians (school_id, name, name_key, phone, phone_raw, phone_kind, email, language, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    schoolId,
    guardian,
    guardian.toLowerCase(),
    phone,
    phone ?? '',
    phone ? 'mobile' : 'none',
    email,
    language,
    now,
    now,
  ).id
  for (const child of family.children) {
    const there = tx.get<{ id: number }>('SELECT id FROM students WHERE school_id = ? AND adm_key = ?', schoolId, child.adm)
    const studentId = there?.id ?? insertChild(tx, schoolId, child, now)
    tx.run('INSERT INTO student_guardians (student_id, guardian_id, role) VALUES (?, ?, ?)', studentId, guardianId, role)
  }
  return guardianId
}

function insertChild(tx: Tx, schoolId: number, child: FamilySeed['children'][number], now: number): number {
  const { adm, name, className = 'Form 1', balanceCents = 0, dueOn = '2026-09-15' } = child
  const id = tx.run(
    'INSERT INTO students (school_id, adm_no, adm_key, name, class_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    schoolId,
    adm,
    adm,
    name,
    className,
    now,
    now,
  ).id
  tx.run(
    `INSERT INTO invoices (school_id, number, student_id, term, year, amount_cents, balance_cents, due_on, status, created_at, updated_at)
     VALUES (?, ?, ?, 3, 2026, ?, ?, ?, ?, ?, ?)`,
    schoolId,
    `2026-T3-${adm}`,
    id,
    Math.max(balanceCents, 2_000_000),
    balanceCents,
    dueOn,
    balanceCents > 0 ? 'open' : 'paid',
    now,
    now,
  )
  return id
}
