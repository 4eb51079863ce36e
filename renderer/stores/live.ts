import { create } from 'zustand'

type Live = { readonly text: string; readonly announce: (text: string) => void }

/** What a screen reader is told between the lines: progress at its quarters, the end of a piece of work. */
export const useLive = create<Live>((set) => ({ text: '', announce: (text) => set({ text }) }))
