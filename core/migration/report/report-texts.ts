/** The words for the codes of a report, in each language: the console and the report that is printed have the same. */
import type { ReportCode } from '../report-codes.ts';

export type CodeTexts = Readonly<Record<`code.${ReportCode}` | `fix.${ReportCode}`, string>>;
