import type { ReactNode } from 'react'

/** What is known, each under its name; what is not known is left out. */
export function Facts({ label, facts }: { label: string; facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <section className="detail-panel" aria-label={label}>
      <dl className="detail-facts">
        {facts
          .filter(([, value]) => value !== undefined && value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}
