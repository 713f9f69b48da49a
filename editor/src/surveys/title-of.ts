import type { TFunction } from 'i18next'
import { METRICS, type Survey } from '../api/surveys.ts'

/** What a survey is called; those that are there from the start in the reader's language, until somebody calls them otherwise. */
export function titleOf({ survey, title }: Pick<Survey, 'survey' | 'title'>, t: TFunction): string {
  const metric = METRICS.find((one) => one === survey)
  return metric !== undefined && title.endsWith(`(${metric.toUpperCase()})`) ? t(`surveys.metrics.${metric}`) : title
}
