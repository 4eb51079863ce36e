import fs from 'node:fs'
import path from 'node:path'
import { csvOf } from '../../support/fee-lists.ts'
import { startSimulatorProcess } from '../../support/simulators-process.ts'
import { type Bursar, test as base } from './bursar.ts'

/** A computer with a keyring, on which the console may go live. */
export const KEYRING = { ELECTRON_STANDIN_KEYRING: '1' } as const

/** Who may send through the mail server. */
export const MAILBOX = { user: 'bursar@example.org', password: 'a-password-that-nobody-may-read' } as const

/** The specs that send for real, to simulators on this computer. */
export const test = base.extend({
  env: KEYRING,
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  simulators: async ({}, use) => {
    const simulators = await startSimulatorProcess({ smtp: MAILBOX })
    await use(simulators)
    await simulators.stop()
  },
})

/** Phone of the n-th family, as the SMS company gets it. */
export const phoneOf = (n: number): string => `+2547120${String(10_000 + n)}`

/** A fee list of `families` families with one child, one number and one mailbox each. */
export function feeList(families: number): string {
  const rows = Array.from({ length: families }, (_, n) => ({
    adm: String(4000 + n),
    name: `Child ${n} Otieno`,
    class: `Form ${1 + (n % 4)}`,
    parent: `Parent ${n} Otieno`,
    phone: phoneOf(n).replace('+254', '0'),
    email: `parent${n}@example.org`,
    balance: String(1000 + n),
  }))
  return csvOf(rows)
}

/** Writes the fee list into a folder and answers its path. */
export function feeListIn(folder: string, families: number): string {
  const file = path.join(folder, `families-${families}.csv`)
  fs.writeFileSync(file, feeList(families))
  return file
}

/** From the first page of all to an empty live console with a school. */
export async function goLive(bursar: Bursar): Promise<void> {
  const { page, t, settings } = bursar
  await page.getByRole('button', { name: t('home.welcome.start') }).click()
  await settings.fillSchool()
  await settings.leavePractice()
  await settings.fillSchool()
}

/** Brings a fee list in by dropping it. */
export async function dropFeeList({ imports }: Bursar, families: number): Promise<void> {
  await imports.open()
  await imports.drop('fees.csv', feeList(families))
  await imports.bringIn(families)
}
