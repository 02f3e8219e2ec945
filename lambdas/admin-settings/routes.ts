/** Settings, texts of mails, colour and logo: read and changed. */
import { changeBranding, resetBranding, showBranding } from './branding.ts';
import { changeSettings } from './change.ts';
import { resetText, saveText, showMailTexts } from './mail-texts.ts';
import { previewMail } from './preview-mail.ts';
import { declareRestored } from './restored.ts';
import { showSettings } from './show.ts';

export const routes = [
  showSettings,
  changeSettings,
  showMailTexts,
  saveText,
  resetText,
  previewMail,
  showBranding,
  changeBranding,
  resetBranding,
  declareRestored,
];
