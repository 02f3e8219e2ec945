import { designOf, TEXT_IDS, textId } from './design.ts';

test('stored texts become the design; one that lacks a placeholder is left out', () => {
  const good = { language: 'de', kind: 'migration', subject: 'Umzug', text: '{link}' } as const;
  const old = { language: 'fr', kind: 'migration', subject: 'Déménagement', text: 'Sans lien' } as const;
  expect(designOf([good, old], '#123456')).toEqual({
    texts: { 'de#migration': { subject: 'Umzug', text: '{link}' } },
    colour: '#123456',
  });
});

test('there is a text for each language and kind', () => {
  expect(new Set(TEXT_IDS.map(({ language, kind }) => textId(language, kind))).size).toBe(TEXT_IDS.length);
});
