/** The pages of the Security Console, in the order of its menu. */
import type { ComponentType } from 'preact';
import type { Role } from '#core/directory/model.ts';
import type { PageProps } from '../shared/state/page-props.ts';
import { AuditPage } from './pages/audit/audit.tsx';
import { CampaignsPage } from './pages/campaigns/campaigns.tsx';
import { CutOverPage } from './pages/cut-over/cut-over.tsx';
import { ExportKeyPage } from './pages/export-key/export-key.tsx';
import { MailTextsPage } from './pages/mails/mail-texts.tsx';
import { OverviewPage } from './pages/overview/overview.tsx';
import { PackersPage } from './pages/packers/packers.tsx';
import { PeoplePage } from './pages/people/people.tsx';
import { QuestionsPage } from './pages/questions/questions.tsx';
import { RunsPage } from './pages/runs/runs.tsx';
import { SettingsPage } from './pages/settings/settings.tsx';
import { TokensPage } from './pages/tokens/tokens.tsx';
import { UploadPage } from './pages/upload/upload.tsx';
import { UsersPage } from './pages/users/users.tsx';
import { t } from './texts/index.ts';
import type { MenuIcon } from './ui/menu-icons.tsx';

type Entry = {
  /** First segment of the address: "#/users/ada" is the page `users`. */
  readonly path: string;
  /** The first segment of further addresses of the page. */
  readonly also?: string;
  readonly group: 'migration' | 'identity' | 'setup';
  /** The lowest role that its routes allow. */
  readonly role: Role;
  readonly label: () => string;
  readonly icon: MenuIcon;
  readonly Page: ComponentType<PageProps>;
};

export const PAGES: readonly Entry[] = [
  {
    path: '',
    group: 'migration',
    role: 'help-desk',
    label: () => t('frame.home'),
    icon: 'overview',
    Page: OverviewPage,
  },
  {
    path: 'people',
    group: 'migration',
    role: 'help-desk',
    label: () => t('people.title'),
    icon: 'people',
    Page: PeoplePage,
  },
  {
    path: 'campaigns',
    group: 'migration',
    role: 'admin',
    label: () => t('campaigns.title'),
    icon: 'campaigns',
    Page: CampaignsPage,
  },
  {
    path: 'sources',
    also: 'runs',
    group: 'migration',
    role: 'admin',
    label: () => t('sources.title'),
    icon: 'sources',
    Page: RunsPage,
  },
  {
    path: 'upload',
    group: 'migration',
    role: 'admin',
    label: () => t('upload.title'),
    icon: 'upload',
    Page: UploadPage,
  },
  {
    path: 'cut-over',
    group: 'migration',
    role: 'admin',
    label: () => t('cut-over.title'),
    icon: 'cut-over',
    Page: CutOverPage,
  },
  {
    path: 'users',
    group: 'identity',
    role: 'help-desk',
    label: () => t('users.title'),
    icon: 'users',
    Page: UsersPage,
  },
  {
    path: 'tokens',
    group: 'identity',
    role: 'help-desk',
    label: () => t('tokens.title'),
    icon: 'tokens',
    Page: TokensPage,
  },
  {
    path: 'settings',
    group: 'setup',
    role: 'admin',
    label: () => t('settings.title'),
    icon: 'settings',
    Page: SettingsPage,
  },
  {
    path: 'mail-texts',
    group: 'setup',
    role: 'admin',
    label: () => t('mail-texts.menu'),
    icon: 'mail-texts',
    Page: MailTextsPage,
  },
  {
    path: 'questions',
    group: 'setup',
    role: 'help-desk',
    label: () => t('questions.title'),
    icon: 'questions',
    Page: QuestionsPage,
  },
  {
    path: 'packers',
    group: 'setup',
    role: 'admin',
    label: () => t('packers.title'),
    icon: 'packers',
    Page: PackersPage,
  },
  {
    path: 'export-key',
    group: 'setup',
    role: 'admin',
    label: () => t('export-key.title'),
    icon: 'export-key',
    Page: ExportKeyPage,
  },
  { path: 'audit', group: 'setup', role: 'admin', label: () => t('audit.title'), icon: 'audit', Page: AuditPage },
];
