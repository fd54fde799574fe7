import { nextState, type ProgressDraft, taskFields, updateFields } from "#domain/tasks/progress.ts";
import type { Task } from "#domain/tasks/task-kinds.ts";
import type { TaskState } from "#domain/tasks/task-states.ts";
import type { Result } from "#kernel/result.ts";
import type { Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";
import type { Kept } from "../../book/form-draft.ts";

/** The deeds on tasks. */
export type Saving = Promise<Result<Saved, string>>;

export interface OpenTask {
  readonly id: string;
  /** As it was when the form was opened. */
  readonly task: Task;
  readonly base: number;
}

/** One op: the update, the percent on the task, and the first step from *chưa triển khai* to *đang thực hiện*. */
export function saveProgress(
  hand: Hand,
  { id, task, base }: OpenTask,
  draft: ProgressDraft,
  kept: Kept,
): Saving {
  const to = nextState(task, draft);
  const fields = taskFields(draft, task);
  return hand.commit(async (tx) => {
    const update = { parent: id, ...updateFields(draft) };
    const changes = await tx.append("progressUpdate", kept.id, id, update);
    if (changes.length > 0 && Object.keys(fields).length > 0)
      changes.push({ c: "set", kind: "task", id, fields, base });
    if (changes.length > 0 && to && (await tx.row(id))?.body["state"] === task.state)
      changes.push({ c: "move", kind: "task", id, from: task.state, to, base });
    return { action: "task.progress", changes, settlesDrafts: [kept.key] };
  });
}

export function moveTask(hand: Hand, { id, task, base }: OpenTask, to: TaskState): Saving {
  return hand.commit(async (tx) => ({
    action: "task.move",
    changes:
      (await tx.row(id))?.body["state"] === to
        ? []
        : [{ c: "move", kind: "task", id, from: task.state, to, base }],
  }));
}
