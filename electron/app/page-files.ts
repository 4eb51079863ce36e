/** Serves the files of the built page, with their security headers. */
import fs from 'node:fs/promises'
import path from 'node:path'

/** Styles may be inline, since Mantine writes its theme into style elements. Scripts may not, and no other origin is allowed. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The media types of the built page's files. Other files are not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** The response to a request for `<scheme>://console/…`: a file below `root`, or 404. */
export async function pageFile(root: string, url: string): Promise<Response> {
  const { host, pathname } = new URL(url)
  const file = path.resolve(root, `.${path.posix.normalize(decoded(pathname === '/' ? '/index.html' : pathname))}`)
  const type = TYPES[path.extname(file)]
  if (host !== 'console' || !type || !file.startsWith(root + path.sep)) return refusal()
  try {
    return new Response(await fs.readFile(file), {
      headers: { 'Content-Type': type, 'Content-Security-Policy': CSP, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' },
    })
  } catch {
    // Missing, or a folder.
    return refusal()
  }
}

/** The decoded path. Zero bytes are dropped, and a broken escape becomes `/`, which is no file. */
function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname).replaceAll('\0', '')
  } catch {
    return '/'
  }
}

const refusal = () => new Response('not found', { status: 404, headers: { 'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff' } })
