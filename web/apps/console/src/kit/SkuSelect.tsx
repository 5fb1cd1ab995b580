/** Choose a product's sellable unit by code or name, as the catalogue is searched. */
import { api } from "@shuke/api";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";

interface Props {
  /** What it chooses, for those who cannot see it. */
  label: string;
  nothing: string;
  value?: string;
  onChange?: (skuId: string) => void;
}

export function SkuSelect({ label, nothing, value, onChange }: Props) {
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const found = api.useQuery("get", "/api/staff/catalog/skus", {
    params: { query: { text: wanted, limit: 30 } },
  });
  const options = (found.data?.items ?? []).map(({ id, code, product, spec }) => ({
    value: id,
    label: [code, product, spec].filter(Boolean).join(" "),
  }));
  return (
    <Select
      aria-label={label}
      placeholder={label}
      showSearch={{ filterOption: false, onSearch: setText }}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
      options={options}
      loading={found.isFetching}
      notFoundContent={nothing}
    />
  );
}
