import { expect, it } from 'vitest'
import { isNearby, isThisComputer } from '../../../../../shared/model/values/host.ts'

it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.8.9.1', '::1', '[::1]'])('%s is this computer', (host) => {
  expect([isThisComputer(host), isNearby(host)]).toEqual([true, true])
})

it.each(['192.168.1.20', '10.0.0.4', '172.31.0.1', '100.64.0.1', '169.254.7.7', 'phone', 'phone.local', 'phone.home.arpa', '[fe80::1]', '[fd00::1]'])(
  '%s is nearby, and another computer',
  (host) => {
    expect([isThisComputer(host), isNearby(host)]).toEqual([false, true])
  },
)

it.each(['mail.school.example', 'localhost.school.example', '127.0.0.1.school.example', '192.0.2.1', '172.32.0.1', '100.128.0.1', '[2001:db8::1]', ''])(
  '%s is not this computer',
  (host) => {
    expect(isThisComputer(host)).toBe(false)
  },
)

it.each(['mail.school.example', '127.0.0.1.school.example', '192.0.2.1', '172.32.0.1', '100.128.0.1', '[2001:db8::1]'])('%s is far away', (host) => {
  expect(isNearby(host)).toBe(false)
})
