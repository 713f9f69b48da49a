/** The type of what a schema of a manifest describes, when the manifest is written `as const`. */
export type ValueOf<Schema> = Schema extends { readonly type: 'string'; readonly enum: readonly (infer Choice)[] }
  ? Choice
  : Schema extends { readonly type: 'string' }
    ? string
    : Schema extends { readonly type: 'number' | 'integer' }
      ? number
      : Schema extends { readonly type: 'boolean' }
        ? boolean
        : Schema extends { readonly type: 'array'; readonly items: infer Item }
          ? ValueOf<Item>[]
          : Schema extends { readonly type: 'object'; readonly properties: infer Properties }
            ? ObjectOf<Properties, Schema extends { readonly required: readonly (infer Name)[] } ? Name : never>
            : unknown

type ObjectOf<Properties, Required> = {
  [Name in keyof Properties as Name extends Required ? Name : never]: ValueOf<Properties[Name]>
} & {
  [Name in keyof Properties as Name extends Required ? never : Name]?: ValueOf<Properties[Name]>
}

type OutletName<Outlet> = Outlet extends string ? Outlet : Outlet extends { readonly name: infer Name } ? Name : never

/** The outlets of an action; `failed` is the host's. */
export type OutletOf<Action> = Action extends { readonly outlets: readonly (infer Outlet)[] } ? OutletName<Outlet> : string

/** The first outlet is the success, and has everything to say; the others may leave out what they do not know. */
export type AnswerOf<Action> = Action extends { readonly output: infer Output }
  ?
      | {
          outlet: Action extends { readonly outlets: readonly [infer First, ...unknown[]] } ? OutletName<First> : string
          output: ValueOf<Output>
        }
      | { outlet: OutletOf<Action>; output?: Partial<ValueOf<Output>> }
  : { outlet: string; output?: Readonly<Record<string, unknown>> }
