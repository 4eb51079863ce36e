/** Both providers' simulators, in this process. */
import { type AfricasTalkingSimulator, type AfricasTalkingSimulatorOptions, startAfricasTalkingSimulator } from './africas-talking-simulator.ts'
import { type SmtpSimulator, type SmtpSimulatorOptions, startSmtpSimulator } from './smtp-simulator.ts'

export type SimulatorOptions = { readonly sms?: AfricasTalkingSimulatorOptions; readonly smtp?: SmtpSimulatorOptions }
export type Simulators = { readonly sms: AfricasTalkingSimulator; readonly smtp: SmtpSimulator; close(): Promise<void> }

/** Starts both on 127.0.0.1. */
export async function startSimulators(options: SimulatorOptions = {}): Promise<Simulators> {
  const [sms, smtp] = await Promise.all([startAfricasTalkingSimulator(options.sms), startSmtpSimulator(options.smtp)])
  return {
    sms,
    smtp,
    async close() {
      await Promise.all([sms.close(), smtp.close()])
    },
  }
}
