// A software GPU for tests: the one in Debian's Chromium, passed to a process through its environment.
import { existsSync } from 'node:fs';

const folder = '/usr/lib/chromium';

/** What a process needs in its environment from its start, or `null` where there is no such device. */
export const softwareGpu: Readonly<Record<string, string>> | null =
  existsSync(`${folder}/vk_swiftshader_icd.json`) && existsSync(`${folder}/libvulkan.so.1`)
    ? { VK_ICD_FILENAMES: `${folder}/vk_swiftshader_icd.json`, LD_LIBRARY_PATH: folder }
    : null;

/** Why tests on it are skipped, or nothing. */
export const noSoftwareGpu = softwareGpu ? '' : ` (skipped: no ${folder}/vk_swiftshader_icd.json)`;
