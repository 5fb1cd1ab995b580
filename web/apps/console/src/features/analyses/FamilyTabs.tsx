/** The analyses of one question side by side. */
import { inLanguage } from "@shuke/core";
import { Tabs } from "antd";
import { Link } from "react-router";
import { useScope } from "../../kit/scope";
import { familyOf } from "./families";
import { useCatalogue } from "./measures";
import { useAnalysisTexts } from "./words";

export function FamilyTabs({ name }: { name: string }) {
  const { language } = useAnalysisTexts();
  const { search } = useScope();
  const { data } = useCatalogue();
  const family = familyOf(name);
  const known = family.flatMap((each) => data?.find((measure) => measure.name === each) ?? []);
  if (known.length < 2) return null;
  return (
    <Tabs
      activeKey={name}
      size="small"
      items={known.map((measure) => ({
        key: measure.name,
        label: (
          <Link to={`/analyses/${measure.name}${search}`} style={{ color: "inherit" }}>
            {inLanguage(measure, language)}
          </Link>
        ),
      }))}
    />
  );
}
