/** The page's own scheme, registered with Electron. */
import { protocol } from 'electron'
import { pageFile } from './page-files.ts'

const SCHEME = 'app'
/** The page's origin. Calls from any other origin are refused. */
export const PAGE_ORIGIN = `${SCHEME}://console`

/** Registers the scheme as one like https: a standard origin, a secure context. Call it before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

/** Serves the built page from `root`. */
export function servePage(root: string): void {
  protocol.handle(SCHEME, (request) => pageFile(root, request.url))
}
