/** A real Postfix on loopback, apart from any that this computer runs: its own settings, queue, certificate and user, all in one folder. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import path from 'node:path'

export type Postfix = {
  readonly port: number
  /** The certificate that vouches for it. */
  readonly ca: string
  /** What was delivered so far, whole, oldest first. */
  delivered(): readonly string[]
  stop(): Promise<void>
}
export type PostfixUser = { readonly name: string; readonly realm: string; readonly password: string }

/** The domain that it takes mail for; mail to any other is refused to whoever has not logged in. */
export const FAMILIES = 'families.example'

/** Why it cannot be started here, or null where it can. */
export function postfixMissing(): string | null {
  for (const program of ['postfix', 'postconf', 'saslpasswd2', 'openssl']) {
    if (!['/usr/sbin', '/usr/bin'].some((folder) => fs.existsSync(path.join(folder, program)))) return `${program} is not installed`
  }
  return process.getuid?.() === 0 ? null : 'Postfix starts as root only'
}

/** Starts it in an empty folder. Everybody writes from the address that is their log-in. The folder is the caller's to remove after {@link Postfix.stop}. */
export async function startPostfix(folder: string, user: PostfixUser): Promise<Postfix> {
  // its processes run as a user of their own, who has to come in
  fs.chmodSync(folder, 0o755)
  const at = (...names: string[]) => path.join(folder, ...names)
  for (const name of ['etc/sasl', 'queue', 'data', 'mail']) fs.mkdirSync(at(name), { recursive: true })
  const ids = ['-u', '-g'].map((which) => execFileSync('id', [which, 'postfix'], { encoding: 'utf8' }).trim())
  const [uid = '', gid = ''] = ids
  for (const name of ['data', 'mail']) fs.chownSync(at(name), Number(uid), Number(gid))

  makeCertificate(at)
  // Debian's looks for it beside its settings, whatever cyrus_sasl_config_path says
  fs.writeFileSync(
    at('etc', 'sasl', 'smtpd.conf'),
    `pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: ${at('etc', 'sasl', 'users')}\n`,
  )
  execFileSync('saslpasswd2', ['-p', '-c', '-f', at('etc', 'sasl', 'users'), '-u', user.realm, user.name], { input: user.password })
  fs.chownSync(at('etc', 'sasl', 'users'), Number(uid), Number(gid))

  const port = await freePort()
  fs.writeFileSync(at('etc', 'main.cf'), settings(at, uid, gid))
  fs.writeFileSync(at('etc', 'mailboxes'), '/^(.*)@/ all/\n')
  fs.writeFileSync(at('etc', 'owners'), '/^(.*)$/ $1\n')
  fs.writeFileSync(at('etc', 'master.cf'), services(port))
  const running = spawn('postfix', ['-c', at('etc'), 'start-fg'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  running.stderr.on('data', (chunk: Buffer) => {
    said += chunk
  })
  await greeting(port, () => {
    if (running.exitCode !== null) throw new Error(`Postfix ended with ${running.exitCode}: ${said}`)
  })
  return {
    port,
    ca: fs.readFileSync(at('etc', 'cert.pem'), 'utf8'),
    delivered() {
      const inbox = at('mail', 'all', 'new')
      return fs.existsSync(inbox)
        ? fs
            .readdirSync(inbox)
            .sort()
            .map((name) => fs.readFileSync(path.join(inbox, name), 'utf8'))
        : []
    },
    async stop() {
      if (running.exitCode !== null) return
      const ended = once(running, 'exit')
      execFileSync('postfix', ['-c', at('etc'), 'abort'], { stdio: 'ignore' })
      await ended
    },
  }
}

function makeCertificate(at: (...names: string[]) => string): void {
  const files = ['-keyout', at('etc', 'key.pem'), '-out', at('etc', 'cert.pem')]
  const about = ['-days', '2', '-subj', '/CN=mail.school.example', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', ...files, ...about], { stdio: 'ignore' })
}

function settings(at: (...names: string[]) => string, uid: string, gid: string): string {
  return `
compatibility_level = 3.6
queue_directory = ${at('queue')}
data_directory = ${at('data')}
maillog_file = ${at('log')}
maillog_file_prefixes = ${at()}
myhostname = mail.school.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
mynetworks =
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = ${FAMILIES}
virtual_mailbox_maps = regexp:${at('etc', 'mailboxes')}
virtual_mailbox_base = ${at('mail')}
virtual_minimum_uid = 1
virtual_uid_maps = static:${uid}
virtual_gid_maps = static:${gid}
default_transport = error:this computer sends nothing out
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = ${at('etc', 'cert.pem')}
smtpd_tls_key_file = ${at('etc', 'key.pem')}
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
cyrus_sasl_config_path = ${at('etc', 'sasl')}
smtpd_sasl_security_options = noanonymous
smtpd_sender_login_maps = regexp:${at('etc', 'owners')}
smtpd_sender_restrictions = reject_authenticated_sender_login_mismatch
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
`
}

/** Its programs (name, kind, private, unprivileged, locked in, wake-up, most at once, program), none of them locked into the queue's folder: certificate and users are elsewhere. */
function services(port: number): string {
  return `
127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
flush unix n - n 1000? 0 flush
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** Resolves once the server greets. */
async function greeting(port: number, stillStarting: () => void): Promise<void> {
  for (;;) {
    stillStarting()
    const socket = connect(port, '127.0.0.1')
    const greeted = await new Promise<boolean>((done) => {
      socket.once('data', () => done(true))
      socket.once('error', () => done(false))
      socket.once('close', () => done(false))
    })
    socket.destroy()
    if (greeted) return
  }
}
