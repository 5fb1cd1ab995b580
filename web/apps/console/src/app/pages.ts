/** Every page that there is, a feature a line. */
import { pages as analyses } from "../features/analyses/pages";
import { pages as audit } from "../features/audit/pages";
import { pages as catalog } from "../features/catalog/pages";
import { pages as finance } from "../features/finance/pages";
import { pages as imports } from "../features/imports/pages";
import { pages as matters } from "../features/matters/pages";
import { pages as member } from "../features/member/pages";
import { pages as members } from "../features/members/pages";
import { pages as overview } from "../features/overview/pages";
import { pages as programme } from "../features/programme/pages";
import { pages as reportBuilder } from "../features/report-builder/pages";
import { pages as settings } from "../features/settings/pages";
import { pages as staff } from "../features/staff/pages";
import { pages as stores } from "../features/stores/pages";
import { pages as tags } from "../features/tags/pages";
import { pages as webhooks } from "../features/webhooks/pages";
import type { Page } from "../kit/pages";

export const pages: readonly Page[] = [
  ...overview,
  ...matters,
  ...members,
  ...member,
  ...tags,
  ...analyses,
  ...finance,
  ...imports,
  ...audit,
  ...stores,
  ...staff,
  ...catalog,
  ...settings,
  ...webhooks,
  ...programme,
  ...reportBuilder,
];
