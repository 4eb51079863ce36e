/** zod as every schema of shared/ takes it. Its speed-up makes code at run time, which the page's content security policy forbids and reports. */
import { z } from 'zod'

// here and not in the page's first file: schemas are made while modules load, and a bundler may load them before that file
z.config({ jitless: 'document' in globalThis })

export { z }
