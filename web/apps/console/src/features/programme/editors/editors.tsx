/** Which kind of rule has a form made by hand; every other is drawn from its own form. */
import { Card } from "antd";
import type { ComponentType } from "react";
import { Fields, PartFaults } from "../fields/Field";
import type { Finding } from "../rules";
import { CouponForm } from "./CouponForm";
import { LifecycleForm } from "./LifecycleForm";
import { PackagesForm } from "./PackagesForm";
import { PointsForm } from "./PointsForm";
import { PromotionForm } from "./PromotionForm";
import { QuadrantsForm } from "./QuadrantsForm";
import { TiersForm } from "./TiersForm";

interface Props {
  findings: readonly Finding[];
}

const BY_HAND: Readonly<Record<string, ComponentType<Props>>> = {
  "growth.tiers": TiersForm,
  "points.earn": PointsForm,
  "coupons.template": CouponForm,
  "promotions.rule": PromotionForm,
  "stored_value.packages": PackagesForm,
  "measures.lifecycle": LifecycleForm,
  "measures.quadrants": QuadrantsForm,
};

export function FormOf({ kind, findings }: { kind: string } & Props) {
  const Form = BY_HAND[kind] ?? Whole;
  return <Form findings={findings} />;
}

const ROOT = [] as const;

function Whole() {
  return (
    <Card size="small">
      <PartFaults at={ROOT} />
      <Fields at={ROOT} />
    </Card>
  );
}
