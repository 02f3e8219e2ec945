/** What stands under the heading of each part: most have their fields alone, some show a field in their own way. */
import type { ComponentType } from 'preact';
import type { Settings as Answer } from '../../../shared/http/api-types.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { t } from '../../texts/index.ts';
import { AuthenticationField, checkAuthentication } from './authentication.tsx';
import { type Check, FINE } from './check.ts';
import { Fields, type PartProps } from './fields.tsx';
import type { PagePath, Part } from './pages.ts';
import { QuestionFields } from './questions.tsx';
import type { Values } from './values.ts';

export const checkPart = (part: Part, values: Values, answer: Answer, visit: Visit): Check =>
  part.path === 'self-service-authentication' || part.path === 'security-authentication'
    ? checkAuthentication(part.fields[0], values, answer, visit)
    : FINE;

const OWN: Readonly<Partial<Record<PagePath, ComponentType<PartProps>>>> = {
  'self-service-authentication': AuthenticationField,
  'security-authentication': AuthenticationField,
  'security-questions': QuestionFields,
  mail: (props) => (
    <>
      <Fields {...props} />
      <p>
        <a href="#/mail-texts">{t('mail-texts.from-settings')}</a>
      </p>
    </>
  ),
};

export function PartFields(props: PartProps) {
  const Own = OWN[props.part.path] ?? Fields;
  return <Own {...props} />;
}
