import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../electron/platform/time/clock.ts'
import { createAfricasTalking } from '../../../electron/providers/africas-talking/africas-talking.ts'
import { createSmtp } from '../../../electron/providers/smtp/smtp.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../../support/simulators-process.ts'

const clock = systemClock()
let simulators: SimulatorProcess
beforeEach(async () => {
  simulators = await startSimulatorProcess()
})
afterEach(() => simulators.stop())

describe('the simulators in a process of their own', () => {
  it('take messages of both channels, do as they are told, and say what they received', async () => {
    const sms = createAfricasTalking({ username: 'school', apiKey: simulators.apiKey, senderId: '', baseUrl: simulators.smsUrl, clock })
    const account = { security: 'none', user: '', password: '', fromName: 'Bursar', fromAddress: 'bursar@school.example', clock } as const
    const smtp = createSmtp({ host: '127.0.0.1', port: simulators.smtpPort, ...account })
    const text = { toName: 'A', subject: 'Fees', body: 'Due' }
    await simulators.configure({ codes: { '+254711000002': 406 }, refuse: { 'b@family.example': '550 5.1.1 Unknown' } })

    const bySms = await sms.send([1, 2].map((id) => ({ id, phone: `+25471100000${id}`, body: 'Due' })))
    const byEmail = await smtp.send(['a', 'b'].map((name, id) => ({ id, email: `${name}@family.example`, messageId: `<${name}@school.example>`, ...text })))
    await Promise.all([sms.close(), smtp.close()])

    expect([...bySms.values(), ...byEmail.values()].map((o) => o.kind)).toEqual(['accepted', 'rejected', 'accepted', 'rejected'])
    expect(await simulators.received()).toEqual({
      sms: [{ number: '+254711000001', text: 'Due' }],
      email: [{ to: 'a@family.example', subject: 'Fees', messageId: '<a@school.example>' }],
    })
    await simulators.configure({ reset: true })
    expect(await simulators.received()).toEqual({ sms: [], email: [] })
  })

  it('end when they are stopped', async () => {
    await simulators.stop()
    await expect(fetch(simulators.smsUrl)).rejects.toThrow()
  })
})
