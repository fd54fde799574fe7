import { useSearchParams } from "react-router";
import type { SiteCheck } from "../../book/checks/site-checks.ts";

/** In the address of a sheet that is put right. */
export const mendParam = "sua";

/** A sheet that is complete, or of another day, opens to be read; *Sửa phiếu này* opens it to be written. */
export function useReading(check: SiteCheck | null | undefined, today: string): boolean {
  const [search] = useSearchParams();
  if (!check || search.get(mendParam) === "1") return false;
  return check.key.day < today || check.run?.completed !== undefined;
}
