import { useFormat } from '../../lib/format/use-format.ts'

type Props = { readonly cents: number }

/** An amount of fees. */
export function Money({ cents }: Props) {
  return <span className="figures">{useFormat().cents(cents)}</span>
}

type ChargeProps = { readonly micros: number; readonly currency?: string }

/** What a provider charged. */
export function Charge({ micros, currency }: ChargeProps) {
  return <span className="figures">{useFormat().micros(micros, currency)}</span>
}
