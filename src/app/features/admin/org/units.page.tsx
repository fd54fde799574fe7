import { LineagePage } from "./lineage-page.tsx";

/** *Đơn vị*: the departments and teams that plans name, with every name they go by. */
export default function UnitsPage() {
  return <LineagePage kind="unit" />;
}
