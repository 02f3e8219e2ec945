/** The pages of the Security Console, in the order of its menu. */
import type { ComponentType } from 'preact';
import type { Role } from '#core/directory/model.ts';
import type { PageProps } from '../shared/state/page-props.ts';
import { AuditPage } from './pages/audit/audit.tsx';
import { ExportKeyPage } from './pages/export-key/export-key.tsx';
import { OverviewPage } from './pages/overview/overview.tsx';
import { PackersPage } from './pages/packers/packers.tsx';
import { QuestionsPage } from './pages/questions/questions.tsx';
import { RunsPage } from './pages/runs/runs.tsx';
import { SettingsPage } from './pages/settings/settings.tsx';
import { TokensPage } from './pages/tokens/tokens.tsx';
import { UploadPage } from './pages/upload/upload.tsx';
import { UsersPage } from './pages/users/users.tsx';
import { t } from './texts/index.ts';

type Entry = {
  /** First segment of the address: "#/users/ada" is the page `users`. */
  readonly path: string;
  /** The first segment of further addresses of the page. */
  readonly also?: string;
  readonly group: 'migration' | 'identity' | 'setup';
  /** The lowest role that its routes allow. */
  readonly role: Role;
  readonly label: () => string;
  readonly Page: ComponentType<PageProps>;
};

export const PAGES: readonly Entry[] = [
  { path: '', group: 'migration', role: 'help-desk', label: () => t('frame.home'), Page: OverviewPage },
  {
    path: 'sources',
    also: 'runs',
    group: 'migration',
    role: 'admin',
    label: () => t('sources.title'),
    Page: RunsPage,
  },
  { path: 'upload', group: 'migration', role: 'admin', label: () => t('upload.title'), Page: UploadPage },
  { path: 'export-key', group: 'migration', role: 'admin', label: () => t('export-key.title'), Page: ExportKeyPage },
  { path: 'packers', group: 'migration', role: 'admin', label: () => t('packers.title'), Page: PackersPage },
  { path: 'users', group: 'identity', role: 'help-desk', label: () => t('users.title'), Page: UsersPage },
  { path: 'tokens', group: 'identity', role: 'help-desk', label: () => t('tokens.title'), Page: TokensPage },
  { path: 'settings', group: 'setup', role: 'admin', label: () => t('settings.title'), Page: SettingsPage },
  { path: 'questions', group: 'setup', role: 'help-desk', label: () => t('questions.title'), Page: QuestionsPage },
  { path: 'audit', group: 'setup', role: 'admin', label: () => t('audit.title'), Page: AuditPage },
];
