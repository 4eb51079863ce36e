/** The parts of Africa's Talking's SDK that the console uses (the types published for it are of an older, different one). */

declare module 'africastalking' {
  type Sdk = {
    readonly SMS: { send(sms: { to: string[]; message: string; from?: string }): Promise<unknown> }
    readonly APPLICATION: { fetchApplicationData(): Promise<unknown> }
  }
  function createSdk(account: { username: string; apiKey: string }): Sdk
  export = createSdk
}
