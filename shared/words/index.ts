/** Everything the console says to a person, by language. Page and main process read the same table, by i18next keys. */
import { desktop as enDesktop } from './en/desktop.ts'
import { failures as enFailures } from './en/failures.ts'
import { gateway as enGateway } from './en/gateway.ts'
import { home as enHome } from './en/home.ts'
import { imports as enImports } from './en/imports.ts'
import { log as enLog } from './en/log.ts'
import { model as enModel } from './en/model.ts'
import { reports as enReports } from './en/reports.ts'
import { send as enSend } from './en/send.ts'
import { settings as enSettings } from './en/settings.ts'
import { shell as enShell } from './en/shell.ts'
import { templates as enTemplates } from './en/templates.ts'
import type { Translated } from './shape.ts'
import { desktop } from './sw/desktop.ts'
import { failures } from './sw/failures.ts'
import { gateway } from './sw/gateway.ts'
import { home } from './sw/home.ts'
import { imports } from './sw/imports.ts'
import { log } from './sw/log.ts'
import { model } from './sw/model.ts'
import { reports } from './sw/reports.ts'
import { send } from './sw/send.ts'
import { settings } from './sw/settings.ts'
import { shell } from './sw/shell.ts'
import { templates } from './sw/templates.ts'

const en = {
  desktop: enDesktop,
  failures: enFailures,
  gateway: enGateway,
  home: enHome,
  imports: enImports,
  log: enLog,
  model: enModel,
  reports: enReports,
  send: enSend,
  settings: enSettings,
  shell: enShell,
  templates: enTemplates,
}
export type Words = typeof en
const sw: Translated<Words> = { desktop, failures, gateway, home, imports, log, model, reports, send, settings, shell, templates }

export const words = { en, sw } as const
