/** The export key’s public half, and the packers whose packages are trusted (U6). */
import { addPacker } from './add-packer.ts';
import { showExportKey } from './export-key.ts';
import { listPackers } from './list-packers.ts';
import { removePacker } from './remove-packer.ts';

export const routes = [showExportKey, listPackers, addPacker, removePacker];
