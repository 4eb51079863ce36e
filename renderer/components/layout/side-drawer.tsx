import { Drawer } from '@mantine/core'
import { useFocusReturn } from '@mantine/hooks'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'

type Props = {
  readonly opened: boolean
  readonly title: string
  readonly size: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** More about one thing, at the right of the page. */
export function SideDrawer({ opened, title, size, onClose, children }: Props) {
  const { t } = useTranslation()
  const drawer = useRef<HTMLDivElement>(null)
  const returnFocus = useFocusReturn({ opened, shouldReturnFocus: false })
  /** Mantine takes the focus a moment after it opens: in a drawer that was closed before, the focus would be lost with it. */
  const takeLateFocusBack = () => {
    if (drawer.current?.contains(document.activeElement)) returnFocus()
  }
  return (
    <Drawer
      ref={drawer}
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={takeLateFocusBack}
      position="right"
      size={size}
      title={title}
      styles={{ title: { fontSize: '1.125rem', fontWeight: 600 } }}
      closeButtonProps={{ 'aria-label': t('shell.act.close') }}
    >
      {children}
    </Drawer>
  )
}
