import { Logon } from '../shared/logon/logon.tsx';
import { Frame } from '../shared/ui/frame.tsx';
import type { Visit } from '../shared/visit.ts';
import { t } from './texts/index.ts';

export function SelfService({ visit }: { visit: Visit }) {
  return (
    <Frame
      console={t('frame.console')}
      organisation={visit.consoles.organisation}
      helpDesk={visit.consoles.helpDesk}
      home="#/"
      onLanguage={visit.setLanguage}
      width="narrow"
    >
      <div class="card raised">
        <Logon
          console="self-service"
          title={t('logon.title')}
          consoles={visit.consoles}
          onLogon={() => void visit.refresh()}
        />
      </div>
    </Frame>
  );
}
