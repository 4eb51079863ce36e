import { create } from 'zustand'
import { persist } from 'zustand/middleware'

type Steps = { readonly logOpened: boolean; readonly openLog: () => void }

/** The one first step that leaves no trace in the records: having looked into the log. */
export const useSteps = create<Steps>()(persist((set) => ({ logOpened: false, openLog: () => set({ logOpened: true }) }), { name: 'first-steps' }))
