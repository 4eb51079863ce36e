import { protocol } from 'electron'
import { pageFile } from './page-files.ts'

const SCHEME = 'app'
/** Where the page lives; the origin that a call has to come from. */
export const PAGE_ORIGIN = `${SCHEME}://console`

/** Makes the page's scheme one like https: an origin of its own, a secure context. Electron wants it before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

/** Serves the built page from `root`. */
export function servePage(root: string): void {
  protocol.handle(SCHEME, (request) => pageFile(root, request.url))
}
