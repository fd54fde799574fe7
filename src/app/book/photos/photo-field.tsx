import { keptPhotos } from "#client/photos/kept-photos.ts";
import { useLive } from "../../logbook-context.tsx";

/**
 * The pictures of a form: taken or chosen, kept at once under the form's draft key, and added to an incident by
 * `photoDrafts` when the form is saved. `record`: whose personal content they may show. The page loads the texts `photos`.
 */
export function PhotoField({ form }: { form: string; disabled?: boolean; record?: string }) {
  const kept = useLive((tx) => keptPhotos(tx, form), [form]);
  return <div>{kept?.length ?? 0}</div>;
}
