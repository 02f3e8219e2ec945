/** The words of the final report, in each language. */

import type { Milestone, Stuck } from '#core/journey/stages.ts';
import type { Language } from '#core/languages.ts';
import type { Check } from './close-down.ts';

export type CloseDownWords = {
  readonly title: string;
  /** `{source}` */
  readonly lead: string;
  readonly asOf: string;
  readonly done: string;
  readonly notDone: string;
  readonly people: string;
  readonly number: string;
  readonly home: string;
  readonly signedOff: string;
  readonly open: string;
  readonly all: string;
  readonly byDay: string;
  readonly day: string;
  readonly imported: string;
  readonly told: string;
  readonly tokenLogon: string;
  readonly checklist: string;
  readonly check: string;
  readonly left: string;
  readonly nothing: string;
  readonly notHome: string;
  readonly notHomeNone: string;
  /** `{shown}`, `{of}` */
  readonly notHomeMore: string;
  readonly name: string;
  readonly userId: string;
  readonly where: string;
  readonly since: string;
  readonly tokens: string;
  readonly tokensUsed: string;
  readonly tokensDisabledThere: string;
  readonly checks: Readonly<Record<Check['check'], string>>;
  readonly reached: Readonly<Record<Milestone, string>>;
  readonly stuck: Readonly<Record<Stuck, string>>;
};

const en: CloseDownWords = {
  title: 'Final report of a migration',
  lead: 'Source deployment: {source}',
  asOf: 'As of',
  done: 'Everything is done: the source deployment may be shut down.',
  notDone: 'Not everything is done yet.',
  people: 'People',
  number: 'Number',
  home: 'Have a password of their own',
  signedOff: 'Signed off: not waited for',
  open: 'Not home yet',
  all: 'All people',
  byDay: 'By day (UTC)',
  day: 'Day',
  imported: 'Imported',
  told: 'Told',
  tokenLogon: 'First token logon',
  checklist: 'Checklist',
  check: 'To be done',
  left: 'Left',
  nothing: 'Done',
  notHome: 'Who is not home',
  notHomeNone: 'Everybody has a password of their own.',
  notHomeMore: 'The first {shown} of {of}; `landfall people list` has them all.',
  name: 'Name',
  userId: 'User ID',
  where: 'Where they are',
  since: 'Since',
  tokens: 'Tokens',
  tokensUsed: 'Used in the new deployment',
  tokensDisabledThere: 'Of those, disabled in the source deployment',
  checks: {
    filled: 'Lists and counts are complete',
    runs: 'No run is under way or waits',
    people: 'Everybody is home or signed off',
    tokens: 'Tokens that are used here are disabled in the source deployment',
    'source-open': 'The source is closed',
    packers: 'No packer is trusted for the source',
    packages: 'No package is left in the bucket',
    'before-images': 'No import can be taken back any more',
    settings: 'Advice: the logon with a token alone, which an import switched on, is still allowed',
  },
  reached: {
    imported: 'Imported',
    told: 'Told',
    'token-logon': 'Has logged on with a token',
    questions: 'Has set security questions',
    'temporary-password': 'Has a temporary password',
    home: 'Has a password',
  },
  stuck: {
    disabled: 'Disabled',
    expired: 'The account has ended',
    'not-started': 'The account has not begun',
    locked: 'Locked',
    'locked-out': 'Locked for a while after wrong tries',
    'no-token': 'No token',
    'no-usable-token': 'No token that works',
    'no-address': 'No e-mail address',
    bounced: 'The mail came back',
    refused: 'The mail was refused',
    uncertain: 'Not known whether the mail went out',
    'not-possible': 'What the mail asks for is not possible',
  },
};

const de: CloseDownWords = {
  title: 'Abschlussbericht einer Migration',
  lead: 'Altes System: {source}',
  asOf: 'Stand',
  done: 'Alles ist erledigt: Das alte System kann abgeschaltet werden.',
  notDone: 'Es ist noch nicht alles erledigt.',
  people: 'Personen',
  number: 'Anzahl',
  home: 'Haben ein eigenes Passwort',
  signedOff: 'Abgehakt: Auf sie wird nicht gewartet',
  open: 'Noch nicht angekommen',
  all: 'Alle Personen',
  byDay: 'Nach Tagen (UTC)',
  day: 'Tag',
  imported: 'Importiert',
  told: 'Benachrichtigt',
  tokenLogon: 'Erste Anmeldung mit Token',
  checklist: 'Checkliste',
  check: 'Zu erledigen',
  left: 'Offen',
  nothing: 'Erledigt',
  notHome: 'Wer noch nicht angekommen ist',
  notHomeNone: 'Alle haben ein eigenes Passwort.',
  notHomeMore: 'Die ersten {shown} von {of}; `landfall people list` nennt alle.',
  name: 'Name',
  userId: 'Benutzer-ID',
  where: 'Stand',
  since: 'Seit',
  tokens: 'Tokens',
  tokensUsed: 'Im neuen System benutzt',
  tokensDisabledThere: 'Davon im alten System gesperrt',
  checks: {
    filled: 'Listen und Zahlen sind vollständig',
    runs: 'Kein Lauf ist unterwegs oder wartet',
    people: 'Alle sind angekommen oder abgehakt',
    tokens: 'Tokens, die hier benutzt werden, sind im alten System gesperrt',
    'source-open': 'Die Quelle ist geschlossen',
    packers: 'Keinem Packer der Quelle wird mehr vertraut',
    packages: 'Im Bucket liegt kein Paket mehr',
    'before-images': 'Kein Import kann mehr zurückgenommen werden',
    settings: 'Hinweis: Die Anmeldung mit dem Token allein, die ein Import eingeschaltet hat, ist noch erlaubt',
  },
  reached: {
    imported: 'Importiert',
    told: 'Benachrichtigt',
    'token-logon': 'Hat sich mit Token angemeldet',
    questions: 'Hat Sicherheitsfragen beantwortet',
    'temporary-password': 'Hat ein vorläufiges Passwort',
    home: 'Hat ein Passwort',
  },
  stuck: {
    disabled: 'Deaktiviert',
    expired: 'Das Konto ist abgelaufen',
    'not-started': 'Das Konto hat noch nicht begonnen',
    locked: 'Gesperrt',
    'locked-out': 'Nach falschen Versuchen für eine Weile gesperrt',
    'no-token': 'Kein Token',
    'no-usable-token': 'Kein brauchbares Token',
    'no-address': 'Keine E-Mail-Adresse',
    bounced: 'Die E-Mail kam zurück',
    refused: 'Die E-Mail wurde abgelehnt',
    uncertain: 'Unklar, ob die E-Mail hinausging',
    'not-possible': 'Was die E-Mail verlangt, ist nicht möglich',
  },
};

const fr: CloseDownWords = {
  title: 'Rapport final d’une migration',
  lead: 'Ancien système : {source}',
  asOf: 'État au',
  done: 'Tout est fait : l’ancien système peut être arrêté.',
  notDone: 'Tout n’est pas encore fait.',
  people: 'Personnes',
  number: 'Nombre',
  home: 'Ont leur propre mot de passe',
  signedOff: 'Ne sont plus attendues',
  open: 'Pas encore arrivées',
  all: 'Toutes les personnes',
  byDay: 'Par jour (UTC)',
  day: 'Jour',
  imported: 'Importées',
  told: 'Prévenues',
  tokenLogon: 'Première connexion avec jeton',
  checklist: 'Liste de contrôle',
  check: 'À faire',
  left: 'Reste',
  nothing: 'Fait',
  notHome: 'Qui n’est pas encore arrivé',
  notHomeNone: 'Toutes les personnes ont leur propre mot de passe.',
  notHomeMore: 'Les {shown} premières sur {of} ; `landfall people list` les donne toutes.',
  name: 'Nom',
  userId: 'Identifiant',
  where: 'Où elles en sont',
  since: 'Depuis',
  tokens: 'Jetons',
  tokensUsed: 'Utilisés dans le nouveau système',
  tokensDisabledThere: 'Dont désactivés dans l’ancien système',
  checks: {
    filled: 'Les listes et les nombres sont complets',
    runs: 'Aucune exécution n’est en cours ni en attente',
    people: 'Chaque personne est arrivée ou n’est plus attendue',
    tokens: 'Les jetons utilisés ici sont désactivés dans l’ancien système',
    'source-open': 'La source est fermée',
    packers: 'Plus aucun empaqueteur n’est approuvé pour la source',
    packages: 'Il ne reste aucun paquet dans le compartiment',
    'before-images': 'Plus aucune importation ne peut être annulée',
    settings: 'Conseil : la connexion avec le jeton seul, activée par une importation, est encore permise',
  },
  reached: {
    imported: 'Importée',
    told: 'Prévenue',
    'token-logon': 'S’est connectée avec un jeton',
    questions: 'A répondu aux questions de sécurité',
    'temporary-password': 'A un mot de passe provisoire',
    home: 'A un mot de passe',
  },
  stuck: {
    disabled: 'Désactivée',
    expired: 'Le compte est arrivé à son terme',
    'not-started': 'Le compte n’a pas encore commencé',
    locked: 'Verrouillée',
    'locked-out': 'Verrouillée un moment après de mauvais essais',
    'no-token': 'Aucun jeton',
    'no-usable-token': 'Aucun jeton utilisable',
    'no-address': 'Aucune adresse e-mail',
    bounced: 'L’e-mail est revenu',
    refused: 'L’e-mail a été refusé',
    uncertain: 'On ignore si l’e-mail est parti',
    'not-possible': 'Ce que l’e-mail demande n’est pas possible',
  },
};

export const CLOSE_DOWN_WORDS: Readonly<Record<Language, CloseDownWords>> = { en, de, fr };
