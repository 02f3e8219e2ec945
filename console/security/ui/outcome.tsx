/**
 * The one place for the outcome of an act: a region above the page. It is read out, stays until it is closed or replaced, and goes
 * away with the page. A fault of a field is shown at the field, one of a dialog in the dialog; all else is said here.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../shared/ui/button.tsx';
import { Alert, type Tone } from '../../shared/ui/feedback.tsx';
import { t } from '../texts/index.ts';

type Outcome = {
  readonly content: ComponentChildren;
  readonly tone: Tone;
  /** Shown on the page that opens next, for an act that leads to another page. */
  readonly onNextPage: boolean;
};
type Options = { readonly tone?: Tone; readonly onNextPage?: boolean };

let shown: Outcome | undefined;
let redraw: () => void = () => undefined;

/** Says what came of an act, in place of what was said before. */
export function showOutcome(content: ComponentChildren, { tone = 'good', onNextPage = false }: Options = {}): void {
  shown = { content, tone, onNextPage };
  redraw();
}

/** Takes back what was said, as when a new act begins. */
export function clearOutcome(): void {
  shown = undefined;
  redraw();
}

/** It gets the focus where the control that had it is gone (`catchFocus`). @param page the address of the open page */
export function OutcomeRegion({ page }: { page: string }) {
  const [, setTurn] = useState(0);
  const [of, setOf] = useState(page);
  if (of !== page) {
    shown = shown?.onNextPage ? { ...shown, onNextPage: false } : undefined;
    setOf(page);
  }
  useEffect(() => {
    redraw = () => setTurn((before) => before + 1);
    return () => {
      redraw = () => undefined;
      shown = undefined;
    };
  }, []);
  return (
    <div role="status" tabIndex={-1} class="notice">
      {shown && (
        <Alert tone={shown.tone}>
          <div class="row apart">
            <div>{shown.content}</div>
            <Button kind="plain" small onClick={clearOutcome}>
              {t('do.close')}
            </Button>
          </div>
        </Alert>
      )}
    </div>
  );
}
