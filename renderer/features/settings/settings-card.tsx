import { Card, Text } from '@mantine/core'
import { type ReactNode, useId } from 'react'

type Props = { readonly title: string; readonly help?: string; readonly children?: ReactNode }

/** Settings that belong together, under a heading of their own. */
export function SettingsCard({ title, help, children }: Props) {
  const id = useId()
  return (
    <Card withBorder component="section" className="settings-card" aria-labelledby={id}>
      <div>
        <h3 id={id}>{title}</h3>
        {help && <Text size="sm">{help}</Text>}
      </div>
      {children}
    </Card>
  )
}
