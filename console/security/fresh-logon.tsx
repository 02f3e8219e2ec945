/**
 * Asks for a new logon where an act needs one (A7), above the page, so that nothing that was typed is lost; then the act is sent
 * once more by itself. A logon of another user repeats nothing.
 */
import { useEffect, useState } from 'preact/hooks';
import { get, onStaleLogon, type Refusal } from '../shared/http/api.ts';
import type { Me } from '../shared/http/api-types.ts';
import { Logon } from '../shared/logon/logon.tsx';
import type { Visit } from '../shared/state/visit.ts';
import { Dialog, DialogButtons } from '../shared/ui/dialog.tsx';
import { t } from './texts/index.ts';

export function FreshLogon({ visit }: { visit: Visit }) {
  const [asked, setAsked] = useState<{
    readonly also?: string | undefined;
    readonly answer: (again: boolean) => void;
  }>();
  useEffect(() => onStaleLogon((refusal) => new Promise((answer) => setAsked({ also: alsoOf(refusal), answer }))), []);
  if (!asked) return null;
  const close = (again: boolean) => {
    setAsked(undefined);
    asked.answer(again);
  };
  async function loggedOn() {
    const before = visit.me?.userId;
    const now = await get<Me>('admin/session').catch(() => undefined);
    visit.refresh();
    close(now !== undefined && now.userId === before);
  }
  return <Asked visit={visit} also={asked.also} onLogon={() => void loggedOn()} onClose={() => close(false)} />;
}

/** What the logon has to satisfy beside the console's method: the one that is to be saved. */
const alsoOf = ({ facts: { expression } }: Refusal) => (typeof expression === 'string' ? expression : undefined);

type AskedProps = { visit: Visit; also: string | undefined; onLogon: () => void; onClose: () => void };

function Asked({ visit, also, onLogon, onClose }: AskedProps) {
  // The heading of the logon becomes the title of the tab; afterwards it is the page's again.
  useEffect(() => {
    const before = document.title;
    return () => {
      document.title = before;
    };
  }, []);
  return (
    <Dialog title={t('fresh.title')} onClose={onClose}>
      <Logon
        console="security"
        title={t('fresh.logon')}
        consoles={visit.consoles}
        userId={visit.me?.userId}
        also={also}
        notice={<p>{also === undefined ? t('fresh.text') : t('fresh.prove', { method: also })}</p>}
        below={<DialogButtons onCancel={onClose}>{null}</DialogButtons>}
        onLogon={onLogon}
      />
    </Dialog>
  );
}
