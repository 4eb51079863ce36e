import type { Page } from '@playwright/test'
import type { Language } from '../../../shared/model/messages/event.ts'
import type { Words } from './words.ts'

export type PageName = 'home' | 'send' | 'log' | 'import' | 'templates' | 'settings'
/** Everything of one page object knows the page and its words. */
export type Desk = { readonly page: Page; readonly language: Language; readonly t: Words; readonly go: (name: PageName) => Promise<void> }
