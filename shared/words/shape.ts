/** The same keys with other sentences: what a second language has to be. A missing or extra key does not compile. */
export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> }
