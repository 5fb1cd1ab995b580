/** One of the chain's tags, by its dimension. */
import { api, type Shapes, staff } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Alert, Form, Select } from "antd";
import { useSharedTexts } from "../shared/words";
import { ActDrawer } from "./ActDrawer";
import type { ActProps } from "./act";
import { DayField } from "./fields";
import { useAct } from "./useAct";
import { useActTexts } from "./words";

type Body = Shapes["TaggingIn"];

export function AddTag({ memberId, close }: ActProps) {
  const { say } = useActTexts();
  const shared = useSharedTexts();
  const { options, isLoading } = useTagOptions();
  const act = useAct(
    memberId,
    (body: Body, header) =>
      staff.POST("/api/staff/members/{member_id}/tags", {
        params: { path: { member_id: memberId }, header },
        body,
      }),
    close,
  );
  return (
    <ActDrawer<Body> title={say("tag")} says={say("tagSays")} act={act} close={close}>
      {!isLoading && options.length === 0 && (
        <Alert type="info" showIcon title={say("tagEmpty")} style={{ marginBottom: 16 }} />
      )}
      <Form.Item
        name="tag_id"
        label={say("tagField")}
        rules={[{ required: true, message: shared.say("needed") }]}
      >
        <Select loading={isLoading} options={options} showSearch={{ optionFilterProp: "label" }} />
      </Form.Item>
      <DayField name="until_date" label={say("tagUntil")} isOptional />
    </ActDrawer>
  );
}

function useTagOptions() {
  const { language } = useActTexts();
  const dimensions = api.useQuery("get", "/api/staff/tag-dimensions", {}, { staleTime: 60_000 });
  const tags = api.useQuery(
    "get",
    "/api/staff/tags",
    { params: { query: { limit: 200 } } },
    { staleTime: 60_000 },
  );
  const options = (dimensions.data ?? [])
    .map((dimension) => ({
      label: inLanguage({ zh: dimension.name_zh, en: dimension.name_en }, language),
      options: (tags.data?.items ?? [])
        .filter((each) => each.dimension_id === dimension.id)
        .map((each) => ({
          value: each.id,
          label: inLanguage({ zh: each.name_zh, en: each.name_en }, language),
        })),
    }))
    .filter((group) => group.options.length > 0);
  return { options, isLoading: dimensions.isLoading || tags.isLoading };
}
