import { en as shared } from '../../shared/texts/en.ts';
import { frame } from './en/frame.ts';

export const texts = { ...shared, ...frame } as const;
