/** Who else is on the way to a host, judged by its name as written: a name that merely resolves to this computer may resolve elsewhere tomorrow. PURE. */

/** This very computer (a simulator, a program beside the console): nothing travels, so nothing has to be hidden. With or without the brackets that an address of the web has. */
export function isThisComputer(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host)
}

/** This computer, the school's own network, or a private tunnel to it: nobody else is on the way. */
export function isNearby(host: string): boolean {
  if (isThisComputer(host)) return true
  const name = host.toLowerCase()
  if (name.startsWith('[')) return /^\[(f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)\]$/.test(name)
  const numbers = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(name)
  if (!numbers) return !name.includes('.') || /\.(local|lan|home|internal|home\.arpa)$/.test(name)
  const [a, b] = [Number(numbers[1]), Number(numbers[2])]
  return a === 10 || (a === 192 && b === 168) || (a === 172 && b >= 16 && b <= 31) || (a === 169 && b === 254) || (a === 100 && b >= 64 && b <= 127)
}
