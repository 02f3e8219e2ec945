import { inserted } from './inserted.ts';

test('a placeholder goes where the cursor is, in place of what is selected', () => {
  expect(inserted('Hello !', 'name', 6, 6)).toEqual({ text: 'Hello {name}!', cursor: 12 });
  expect(inserted('Hello you!', 'name', 6, 9)).toEqual({ text: 'Hello {name}!', cursor: 12 });
});

test('a link gets a line of its own', () => {
  expect(inserted('Go now', 'link', 3, 3).text).toBe('Go \n\n{link}\n\nnow');
  expect(inserted('Go\n\nnow', 'link', 3, 3).text).toBe('Go\n{link}\nnow');
  expect(inserted('', 'link', 0, 0)).toEqual({ text: '{link}', cursor: 6 });
});
