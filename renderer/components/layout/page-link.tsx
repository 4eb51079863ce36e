import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type AnchorOwnProps = AnchorProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> & { readonly ref?: Ref<HTMLAnchorElement> }
type ButtonOwnProps = ButtonProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & { readonly ref?: Ref<HTMLAnchorElement> }

const RoutedAnchor = createLink((props: AnchorOwnProps) => <Anchor {...props} />)
const RoutedButton = createLink((props: ButtonOwnProps) => <Button component="a" {...props} />)

/** A link to another page of the console. */
export const PageLink: LinkComponent<typeof RoutedAnchor> = (props) => <RoutedAnchor {...props} />
/** The same, dressed as a button. */
export const PageLinkButton: LinkComponent<typeof RoutedButton> = (props) => <RoutedButton {...props} />
